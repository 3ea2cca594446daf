package dev.holdfast.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ArmChooserTest {
    private static final int KEYS = 100_000;

    @Test
    void keysSpreadByWeight() {
        int[] counts = new int[3];
        for (int arm : arms(0.7, 0.2, 0.1)) {
            counts[arm]++;
        }
        // Five standard deviations of a binomial share.
        assertThat(counts[0] / (double) KEYS).isCloseTo(0.7, within(0.0073));
        assertThat(counts[1] / (double) KEYS).isCloseTo(0.2, within(0.0064));
        assertThat(counts[2] / (double) KEYS).isCloseTo(0.1, within(0.0048));
    }

    @Test
    void randomBitsSpreadByWeightToo() {
        ArmChooser chooser = chooser(0.9, 0.1, 1e-12);
        long second = IntStream.range(0, KEYS)
                .filter(i -> chooser.choose((long) i << 20) == 1)
                .count();
        assertThat(second / (double) KEYS).isCloseTo(0.1, within(0.0048));
    }

    @Test
    void ofTwoArmsOnlyAsManyKeysMoveAsMust() {
        int[] before = arms(0.8, 0.2);
        int[] after = arms(0.6, 0.4);
        int moved = 0;
        for (int i = 0; i < KEYS; i++) {
            if (before[i] != after[i]) {
                assertThat(before[i]).as("of whom key %s was", i).isEqualTo(0);
                moved++;
            }
        }
        assertThat(moved / (double) KEYS).isCloseTo(0.2, within(0.0064));
    }

    @Test
    void noKeyLeavesTheArmThatGrows() {
        int[] before = arms(0.8, 0.1, 0.1);
        int[] after = arms(0.6, 0.3, 0.1);
        for (int i = 0; i < KEYS; i++) {
            if (before[i] == 1) {
                assertThat(after[i]).as("whose key %s is", i).isEqualTo(1);
            }
        }
    }

    private static int[] arms(double... weights) {
        ArmChooser chooser = chooser(weights);
        return IntStream.range(0, KEYS).map(i -> chooser.choose("user-" + i)).toArray();
    }

    private static ArmChooser chooser(double... weights) {
        List<String> names = List.of("champion", "canary", "third");
        return new ArmChooser(IntStream.range(0, weights.length)
                .mapToObj(i -> new TrafficArm(names.get(i), i + 1, weights[i]))
                .toList());
    }
}
