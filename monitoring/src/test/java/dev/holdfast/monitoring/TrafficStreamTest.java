package dev.holdfast.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.Ids;
import dev.holdfast.release.MonitoringSettings;
import dev.holdfast.release.PredictionRecord;
import dev.holdfast.release.Release;
import dev.holdfast.runtime.Tensor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrafficStreamTest {
    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
    private static final int WINDOW_ROWS = 100;

    private final Release release = new Release("fraud", 1, "fraud", 1, Digest.of(""), START, "ana");
    private final TrafficStream stream = new TrafficStream(
            release, new ModelFacts.Facts(null, List.of(), null, Map.of()), new ModelReference(Map.of(), Map.of()));
    private final List<ClosedWindow> closed = new ArrayList<>();

    @Test
    void aFullWindowIsClosedOnceItIsOldEnough() {
        MonitoringSettings settings = settings(Duration.ofSeconds(1));
        count(150, START, settings);
        count(150, START.plusMillis(900), settings);
        closeIfDue(START.plusMillis(999), settings);
        assertThat(closed).isEmpty();

        closeIfDue(START.plusMillis(1_000), settings);
        assertThat(closed).singleElement().satisfies(window -> {
            assertThat(window.window().rows()).isEqualTo(300);
            assertThat(window.cause()).isEqualTo(ClosedWindow.Cause.FULL);
        });
    }

    @Test
    void theRequestThatFindsAFullWindowOldEnoughClosesIt() {
        MonitoringSettings settings = settings(Duration.ofSeconds(1));
        count(150, START, settings);
        count(10, START.plusSeconds(1), settings);
        assertThat(closed).extracting(window -> window.window().rows()).containsExactly(151L);
    }

    @Test
    void aWindowThatIsOldEnoughEndsAtExactlyItsSizeInTheMiddleOfARequest() {
        count(250, START, settings(Duration.ZERO));
        assertThat(closed).extracting(window -> window.window().rows()).containsExactly(100L, 100L);
        count(50, START, settings(Duration.ZERO));
        assertThat(closed).hasSize(3).allMatch(window -> window.window().rows() == WINDOW_ROWS);
    }

    @Test
    void aWindowThatNeverFillsIsClosedByItsAge() {
        MonitoringSettings settings = settings(Duration.ofSeconds(1));
        count(99, START, settings);
        closeIfDue(START.plus(settings.maxWindowAge()).minusMillis(1), settings);
        assertThat(closed).isEmpty();
        closeIfDue(START.plus(settings.maxWindowAge()), settings);
        assertThat(closed).extracting(ClosedWindow::cause).containsExactly(ClosedWindow.Cause.AGE);
    }

    private static MonitoringSettings settings(Duration minAge) {
        return MonitoringSettings.of(true, WINDOW_ROWS, minAge.toMillis(), null, null, null, null, null, null);
    }

    private void count(int rows, Instant at, MonitoringSettings settings) {
        Map<String, Tensor> inputs = Map.of("x", Tensor.column("x", new float[rows]));
        Map<String, Tensor> outputs = Map.of("y", Tensor.column("y", new float[rows]));
        PredictionRecord prediction = new PredictionRecord(Ids.next(), at, release, rows, inputs, outputs);
        stream.count(prediction, stream.outputs(prediction), settings, listener);
    }

    private void closeIfDue(Instant now, MonitoringSettings settings) {
        stream.closeIfDue(now, settings, listener);
    }

    private final TrafficStream.Listener listener = new TrafficStream.Listener() {
        @Override
        public void closed(ClosedWindow window) {
            closed.add(window);
        }

        @Override
        public void learnt(Release of, ModelReference firstRows) {
            // what is learnt of the first rows is not of interest here
        }
    };
}
