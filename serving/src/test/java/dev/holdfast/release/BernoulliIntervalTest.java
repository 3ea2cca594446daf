package dev.holdfast.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BernoulliIntervalTest {
    @Test
    void theBordersAreWhereTheMixtureIsTwentyTimesAsLikely() {
        // Of 1 event in 2 trials: B(2, 2) = 1/6 = p (1 - p) / 0.05^-1, so p (1 - p) = 1/120.
        BernoulliInterval interval = BernoulliInterval.of(1, 2, 0.05);
        double low = (1 - Math.sqrt(1 - 4 / 120.0)) / 2;
        assertThat(interval.low()).isCloseTo(low, within(1e-9));
        assertThat(interval.high()).isCloseTo(1 - low, within(1e-9));
        // Of none in n: (1 - p)^n = 0.05 / (n + 1).
        assertThat(BernoulliInterval.of(0, 100, 0.05).high()).isCloseTo(1 - Math.pow(0.05 / 101, 0.01), within(1e-9));
        assertThat(BernoulliInterval.of(0, 100, 0.05).low()).isZero();
        assertThat(BernoulliInterval.of(7, 7, 0.05).high()).isEqualTo(1);
        assertThat(BernoulliInterval.of(0, 0, 0.05)).isEqualTo(new BernoulliInterval(0, 1));
    }

    @Test
    void manyTrialsNarrowIt() {
        BernoulliInterval interval = BernoulliInterval.of(10_000_000, 1_000_000_000, 0.05);
        assertThat(interval.low()).isCloseTo(0.01, within(3e-5)).isLessThan(0.01);
        assertThat(interval.high()).isCloseTo(0.01, within(3e-5)).isGreaterThan(0.01);
    }

    /** Looks after every single trial: a fixed-sample interval would be wrong at some time in most of the runs. */
    @Test
    void lookingAlwaysIsWrongNoMoreOftenThanPromised() {
        SplittableRandom random = new SplittableRandom(11);
        double alpha = 0.1;
        int runs = 300;
        int wrong = 0;
        int fixedWrong = 0;
        for (int run = 0; run < runs; run++) {
            long events = 0;
            boolean left = false;
            boolean fixedLeft = false;
            for (int trial = 1; trial <= 2_000; trial++) {
                events += random.nextDouble() < 0.2 ? 1 : 0;
                BernoulliInterval interval = BernoulliInterval.of(events, trial, alpha);
                left |= interval.low() > 0.2 || interval.high() < 0.2;
                double mean = events / (double) trial;
                fixedLeft |= trial > 30 && Math.abs(mean - 0.2) > 1.645 * Math.sqrt(0.16 / trial);
            }
            wrong += left ? 1 : 0;
            fixedWrong += fixedLeft ? 1 : 0;
        }
        assertThat(wrong / (double) runs).isLessThanOrEqualTo(alpha);
        assertThat(fixedWrong / (double) runs).as("why a plain test won't do").isGreaterThan(3 * alpha);
    }
}
