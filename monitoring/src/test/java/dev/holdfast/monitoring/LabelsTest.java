package dev.holdfast.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.dataset.ColumnProfile;
import dev.holdfast.dataset.ColumnType;
import dev.holdfast.dataset.DatasetFormat;
import dev.holdfast.dataset.DatasetProfile;
import dev.holdfast.dataset.Datasets;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.release.LabelSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What became of predictions: accuracy, its drift, and the rows to train on again. */
class LabelsTest extends MonitoredDeployment {
    @Autowired
    LabelHits hits;

    @Autowired
    Datasets datasets;

    @Test
    void labelsOfEveryKindAreTakenAndAccuracyFollows() {
        storeReference();
        List<UUID> ids = send(100, 0, 0.9);
        // Before anything is written: the call itself settles.
        LabelReceipt first = monitoring.labels(name, labels(ids, "UP"), ACTOR);
        assertThat(first.accepted()).isEqualTo(100);
        assertThat(monitoring.labels(name, labels(ids, "UP"), ACTOR).unchanged())
                .isEqualTo(100);

        UUID foreign = UUID.randomUUID();
        UUID justMade = freshId();
        clock.advance(Duration.ofSeconds(5));
        LabelReceipt mixed = monitoring.labels(
                name,
                List.of(
                        new Label(ids.getFirst(), 0, "DOWN", null),
                        new Label(foreign, 0, "UP", null),
                        new Label(justMade, 0, "UP", null)),
                ACTOR);
        assertThat(mixed.corrected()).isEqualTo(1);
        assertThat(mixed.early()).isEqualTo(1);
        assertThat(mixed.unknown()).isEqualTo(1);
        assertThat(mixed.firstUnknown()).containsExactly(new LabelReceipt.UnknownPrediction(foreign, 0));

        intake.accept(prediction(justMade, 1, 0, 1));
        monitoring.settle();
        assertThat(monitoring.labelledRows(name)).isEqualTo(101);

        ReleasePerformance performance = monitoring.performance(name).releases().getFirst();
        assertThat(performance.labelledRows()).isEqualTo(101);
        assertThat(performance.labelCoverage()).isEqualTo(1.0);
        assertThat(performance.referenceMetrics()).containsEntry("accuracy", 0.9);
        long correct = performance.confusion().stream()
                .filter(cell -> cell.truth().equals(cell.predicted()))
                .mapToLong(ReleasePerformance.ConfusionCell::rows)
                .sum();
        assertThat(performance.metrics().get("accuracy")).isEqualTo(correct / 101.0);
        assertThat(performance.windows()).hasSize(2);
        assertThat(performance.windows().getLast().closedAt()).isNotNull();

        assertThatThrownBy(() -> monitoring.labels(
                        name,
                        List.of(new Label(ids.getFirst(), 0, "UP", null), new Label(ids.get(1), 0, "SIDEWAYS", null)),
                        ACTOR))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.errors())
                                .singleElement()
                                .matches(error -> error.field().equals("labels[1].label")));
    }

    @Test
    void accuracyThatFallsIsAPerformanceDrift() {
        storeReference();
        List<UUID> good = send(200, 0, 0.9);
        label(good, 0.9);
        List<UUID> bad = send(200, 0, 0.9);
        label(bad, 0.6);
        List<DriftDetected> events =
                monitoring.driftEvents(name, PageRequest.first()).items();
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(DriftKind.PERFORMANCE);
            assertThat(event.features().getFirst().method()).isEqualTo("binomial");
            assertThat(event.features().getFirst().name()).isEqualTo("accuracy");
        });
    }

    @Test
    void rulesHearHowManyLabelledRowsWereRight() {
        Instant since = clock.instant();
        List<UUID> ids = send(100, 0, 0.9);
        monitoring.settle();
        label(ids, 0.8);
        assertThat(hits.hits(name, since, null))
                .containsOnly(Map.entry(release.number(), new LabelSource.Hits(100, 80)));
        assertThat(hits.hits(name, since.plusSeconds(1), null)).isEmpty();
    }

    @Test
    void labelledTrafficIsExportedAsTheModelSawItAndTheSameEachTime() throws IOException {
        storeReference();
        List<UUID> ids = send(120, 0, 0.9);
        assertThat(monitoring.exportLabelledTraffic(name, 50, directory.resolve("none.parquet")))
                .isEmpty();
        label(ids, 0.9);
        Path file = directory.resolve("one.parquet");
        Path again = directory.resolve("two.parquet");
        LabelledTraffic traffic =
                monitoring.exportLabelledTraffic(name, 50, file).orElseThrow();
        monitoring.exportLabelledTraffic(name, 50, again);
        assertThat(traffic.rows()).isEqualTo(50);
        assertThat(traffic.labelColumn()).isEqualTo("direction");
        assertThat(Files.readAllBytes(file)).isEqualTo(Files.readAllBytes(again));
        DatasetProfile profile = datasets.profile(file, DatasetFormat.PARQUET);
        assertThat(profile.rows()).isEqualTo(50);
        assertThat(profile.columns()).extracting(ColumnProfile::name).containsExactly("x", "z", "colour", "direction");
        assertThat(profile.columns())
                .extracting(ColumnProfile::type)
                .containsExactly(ColumnType.FLOAT, ColumnType.INTEGER, ColumnType.STRING, ColumnType.STRING);
        assertThat(profile.column("colour").orElseThrow().nulls()).isPositive();
    }
}
