package dev.holdfast.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ExtremesTest {
    @Test
    void aSpikeAnywhereIsKept() {
        int size = 10_007;
        for (int at : new int[] {0, 1, 2, 4_999, 5_000, size - 2, size - 1}) {
            double[] up = new double[size];
            up[at] = 1;
            double[] down = new double[size];
            down[at] = -1;
            assertThat(Extremes.of(points(up), 100).values()).as("up at %d", at).contains(1);
            assertThat(Extremes.of(points(down), 100).values())
                    .as("down at %d", at)
                    .contains(-1);
        }
    }

    @Test
    void theFirstAndTheLastPointAreKeptAndTheOrderToo() {
        Random random = new Random(1);
        for (int limit : new int[] {4, 5, 10, 333, 2_500}) {
            Points few = Extremes.of(points(random.doubles(12_345).toArray()), limit);
            assertThat(few.size()).isBetween(limit / 2, limit);
            assertThat(few.steps())
                    .isSorted()
                    .doesNotHaveDuplicates()
                    .startsWith(0)
                    .endsWith(12_344);
        }
    }

    @Test
    void asManyAsAreWantedAreAllKept() {
        Points all = points(new double[] {3, 1, 2, 5});
        assertThat(Extremes.of(all, 4)).isSameAs(all);
    }

    @Test
    void whatIsNoNumberStandsForItselfOnlyWhereThereIsNothingElse() {
        double[] values = new double[1_000];
        Arrays.fill(values, 400, 600, Double.NaN);
        values[10] = Double.NaN;
        values[20] = Double.MAX_VALUE;
        Points few = Extremes.of(points(values), 102);
        assertThat(few.steps()).doesNotContain(10, 20);
        for (int i = 0; i < few.size(); i++) {
            assertThat(Double.isNaN(few.values()[i]))
                    .as("step %d", few.steps()[i])
                    .isEqualTo(few.steps()[i] >= 400 && few.steps()[i] < 600);
        }
        assertThat(few.values()).contains(Double.NaN);
    }

    private static Points points(double[] values) {
        long[] steps = LongStream.range(0, values.length).toArray();
        return new Points(steps, steps, values);
    }
}
