package dev.holdfast.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AscendingDoublesTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000, 20_001, 300_000})
    void theOrderIsThatOfComparisons(int length) {
        Random random = new Random(length);
        sorted(length, random::nextGaussian);
        sorted(length, () -> random.nextInt(3));
        sorted(length, () -> 42);
        sorted(length, () -> Double.longBitsToDouble(random.nextLong() & ~(1L << 62)));
        sorted(length, () -> switch (random.nextInt(6)) {
            case 0 -> -0.0;
            case 1 -> 0.0;
            case 2 -> Double.MIN_VALUE;
            case 3 -> -Double.MAX_VALUE;
            case 4 -> Double.POSITIVE_INFINITY;
            default -> Double.NEGATIVE_INFINITY;
        });
    }

    private static void sorted(int length, DoubleSupplier next) {
        double[] values = DoubleStream.generate(next).limit(length).toArray();
        double[] expected = values.clone();
        Arrays.sort(expected);
        // What stands behind the values stays.
        double[] more = Arrays.copyOf(values, length + 1);
        more[length] = Double.NEGATIVE_INFINITY;
        AscendingDoubles.sort(more, length, new long[length + 1]);
        assertThat(Arrays.copyOf(more, length)).isEqualTo(expected);
        assertThat(more[length]).isEqualTo(Double.NEGATIVE_INFINITY);
    }
}
