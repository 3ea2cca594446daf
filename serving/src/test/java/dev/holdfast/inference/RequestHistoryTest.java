package dev.holdfast.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.inference.InferenceMetrics.Outcome;
import dev.holdfast.testkit.SettableClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

class RequestHistoryTest {
    private static final String FRAUD = "fraud";

    private final SettableClock clock = new SettableClock();
    private final InferenceMetrics metrics =
            new InferenceMetrics(new StaticListableBeanFactory(java.util.Map.of("meters", new SimpleMeterRegistry()))
                    .getBeanProvider(MeterRegistry.class));
    private final RequestHistory history = new RequestHistory(metrics, clock);

    @Test
    void whatCameBetweenTwoLooksIsOneStretch() {
        answered(100, 3);
        metrics.record(FRAUD, Outcome.REJECTED, 1);
        metrics.record(FRAUD, Outcome.ERROR, 1);
        history.sample();
        clock.advance(Duration.ofSeconds(10));
        answered(1, 30);
        history.sample();

        RequestSeries series = history.of(FRAUD, Duration.ofMinutes(5));

        assertThat(series.stepMs()).isEqualTo(10_000);
        assertThat(series.items()).hasSize(2);
        RequestWindow first = series.items().getFirst();
        assertThat(first.requests()).isEqualTo(102);
        assertThat(first.rejected()).isEqualTo(1);
        assertThat(first.failed()).isEqualTo(1);
        assertThat(first.meanMs()).isEqualTo(3, within(0.001));
        assertThat(first.p99Ms()).isBetween(2.5, 5.0);
        RequestWindow second = series.items().getLast();
        assertThat(second.requests()).isEqualTo(1);
        assertThat(second.p50Ms()).isBetween(25.0, 50.0);
        assertThat(Duration.between(first.at(), second.at())).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void aDayIsKeptRoughlyAndAnHourClosely() {
        answered(5, 1);
        history.sample();
        clock.advance(Duration.ofHours(2));
        history.sample();

        assertThat(history.of(FRAUD, Duration.ofHours(1)).items()).isEmpty();
        RequestSeries day = history.of(FRAUD, Duration.ofHours(24));
        assertThat(day.stepMs()).isEqualTo(300_000);
        assertThat(day.items())
                .singleElement()
                .satisfies(one -> assertThat(one.requests()).isEqualTo(5));

        clock.advance(Duration.ofHours(23));
        history.sample();
        assertThat(history.of(FRAUD, Duration.ofHours(24)).items()).isEmpty();
    }

    @Test
    void othersRequestsAreTheirs() {
        answered(5, 1);
        history.sample();

        assertThat(history.of("other", Duration.ofHours(1)).items()).isEmpty();
        assertThat(history.of(FRAUD, Duration.ofHours(1)).since()).isEqualTo(clock.instant());
    }

    private void answered(int requests, int ms) {
        for (int i = 0; i < requests; i++) {
            metrics.record(FRAUD, Outcome.OK, TimeUnit.MILLISECONDS.toNanos(ms));
        }
    }
}
