package dev.holdfast.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.kernel.PageRequest;
import dev.holdfast.release.Release;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Inputs that change: when it is told, of which release, and against what. */
class DriftTest extends MonitoredDeployment {
    @Autowired
    TrafficCounter counter;

    @Autowired
    DriftAlerts alerts;

    @Test
    void driftIsRaisedOnceWithItsFeaturesAndAgainAfterManyRows() {
        storeReference();
        List<UUID> ids = send(300, 0, 0.9);
        monitoring.settle();
        assertThat(ids).hasSize(300);
        DriftReport calm = monitoring.drift(name, null);
        assertThat(calm.reference()).isEqualTo(ReferenceSource.TRAINING);
        assertThat(calm.features()).extracting(ColumnDrift::name).containsExactly("colour", "x", "z");
        assertThat(calm.features()).noneMatch(ColumnDrift::drifted);
        assertThat(calm.features()).allMatch(drift -> drift.histogram().size() <= 20 && drift.n() == 100);
        assertThat(calm.events()).isEmpty();

        send(150, 2, 0.9);
        monitoring.settle();
        assertThat(monitoring.driftEvents(name, PageRequest.first()).items())
                .isEmpty(); // one drifted window of two needed
        send(50, 2, 0.9);
        monitoring.settle();
        List<DriftDetected> events = inputEvents();
        assertThat(events).hasSize(1);
        DriftDetected event = events.getFirst();
        assertThat(event.features()).extracting(DriftedFeature::name).containsExactly("x");
        assertThat(event.features().getFirst().score())
                .isGreaterThan(event.features().getFirst().threshold());
        assertThat(event.rowsSeen()).isEqualTo(500);
        assertThat(event.release()).isEqualTo(release.number());

        send(4_900, 2, 0.9);
        monitoring.settle();
        assertThat(inputEvents()).hasSize(1);
        send(100, 2, 0.9);
        monitoring.settle();
        assertThat(inputEvents()).hasSize(2);
        // It clears, and a new drift is told at once.
        send(200, 0, 0.9);
        send(200, 2, 0.9);
        monitoring.settle();
        assertThat(inputEvents()).hasSize(3);

        List<WindowSummary> heatMap =
                monitoring.windows(name, new PageRequest(5, null)).items();
        assertThat(heatMap)
                .hasSize(5)
                .allMatch(
                        window -> window.rows() == 100 && window.closedBecause().equals("full"));
        assertThat(heatMap.getFirst().features())
                .anyMatch(score -> score.name().equals("x") && score.drifted() && score.n() == 100);
    }

    @Test
    void aModelWithoutTrainingDataIsComparedWithItsFirstRows() {
        send(1_000, 0, 0.9);
        send(200, 3, 0.9);
        monitoring.settle();
        DriftReport report = monitoring.drift(name, null);
        assertThat(report.reference()).isEqualTo(ReferenceSource.FIRST_ROWS);
        assertThat(report.features())
                .filteredOn(ColumnDrift::drifted)
                .extracting(ColumnDrift::name)
                .containsExactly("x");
        assertThat(report.predictions()).extracting(ColumnDrift::name).containsExactly("label", "score");
        assertThat(inputEvents()).hasSize(1);
    }

    @Test
    void aRollbackBeginsAnew() throws IOException {
        storeReference();
        send(100, 2, 0.9);
        monitoring.settle();
        Release second = deploy(Map.of("accuracy", 0.9));
        alerts.activated(name, second.number(), clock.advance(Duration.ofSeconds(1)));
        counter.activated(name, second.number());
        // A straggler of the first release: its second drifted window raises nothing any more.
        send(100, 2, 0.9);
        monitoring.settle();
        assertThat(inputEvents()).isEmpty();
        alerts.activated(name, release.number(), clock.advance(Duration.ofSeconds(1)));
        send(100, 2, 0.9);
        monitoring.settle();
        assertThat(inputEvents()).isEmpty();
        send(100, 2, 0.9);
        monitoring.settle();
        assertThat(inputEvents()).hasSize(1);
    }

    private List<DriftDetected> inputEvents() {
        return monitoring.driftEvents(name, PageRequest.first()).items().stream()
                .filter(event -> event.kind() == DriftKind.INPUT)
                .toList();
    }
}
