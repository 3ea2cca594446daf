package dev.holdfast.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.HoldfastTest;
import dev.holdfast.dataset.CategoricalBins;
import dev.holdfast.dataset.ColumnProfile;
import dev.holdfast.dataset.ColumnType;
import dev.holdfast.dataset.DatasetFormat;
import dev.holdfast.dataset.DatasetProfile;
import dev.holdfast.dataset.Datasets;
import dev.holdfast.dataset.ReferenceBins;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Ids;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.model.ModelFormat;
import dev.holdfast.model.ModelRegistration;
import dev.holdfast.model.Models;
import dev.holdfast.release.DeploymentSpec;
import dev.holdfast.release.Deployments;
import dev.holdfast.release.LabelSource;
import dev.holdfast.release.MonitoringSettings;
import dev.holdfast.release.PredictionLogSettings;
import dev.holdfast.release.PredictionRecord;
import dev.holdfast.release.Release;
import dev.holdfast.release.ReleaseRequest;
import dev.holdfast.runtime.Tensor;
import dev.holdfast.testkit.SettableClock;
import dev.holdfast.testkit.TinyOnnx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;

/** Traffic and labels of a deployment through the real database. Nothing runs by itself: each test settles when it wants to. */
@HoldfastTest(properties = "holdfast.monitoring.threads=false")
class MonitoringTest {
    private static final Actor ACTOR = Actor.SYSTEM;

    @Autowired
    Monitoring monitoring;

    @Autowired
    PredictionIntake intake;

    @Autowired
    MonitoringWriter writer;

    @Autowired
    LogKeeper keeper;

    @Autowired
    WindowStore windows;

    @Autowired
    TrafficCounter counter;

    @Autowired
    DriftAlerts alerts;

    @Autowired
    LabelHits hits;

    @Autowired
    Models models;

    @Autowired
    Deployments deployments;

    @Autowired
    Datasets datasets;

    @Autowired
    JdbcClient database;

    @Autowired
    SettableClock clock;

    @Autowired
    RestTestClient rest;

    @TempDir
    Path directory;

    private final SplittableRandom random = new SplittableRandom(7);
    private String name = "";
    private Release release;

    @BeforeEach
    void deploy() throws IOException {
        name = "d" + Ids.next();
        release = deploy(Map.of("accuracy", 0.9));
    }

    private Release deploy(Map<String, Double> metrics) throws IOException {
        Path file = Files.write(
                directory.resolve(Ids.next() + ".onnx"),
                TinyOnnx.classifier(List.of("x"), List.of("DOWN", "UP"), random.nextDouble()));
        int version = models.register(
                        new ModelRegistration(
                                name,
                                file,
                                ModelFormat.ONNX,
                                null,
                                null,
                                List.of(),
                                metrics,
                                null,
                                Map.of(),
                                null,
                                Map.of(
                                        "task",
                                        "classification",
                                        "classes",
                                        List.of("DOWN", "UP"),
                                        "label",
                                        "direction",
                                        "release",
                                        Ids.next().toString())),
                        ACTOR)
                .version();
        deployments.put(name, new DeploymentSpec(null, settings(100)), ACTOR);
        return deployments
                .release(name, new ReleaseRequest(name, version, null), ACTOR)
                .to();
    }

    private static MonitoringSettings settings(int windowRows) {
        return new MonitoringSettings(
                true, windowRows, 0, 3_600_000, 5_000, 1, 1_000_000, List.of(), PredictionLogSettings.DEFAULTS);
    }

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
    void theLogTellsWhichArmAnswered() {
        PredictionRecord plain = prediction(Ids.next(), 2, 0, 0.9);
        intake.accept(plain);
        intake.accept(new PredictionRecord(
                Ids.next(), plain.at(), release, "canary", 1, plain.inputs(), plain.outputs(), 1_000));
        monitoring.settle();
        assertThat(database.sql(
                                "SELECT coalesce(arm, 'none') || ' ' || count(*) FROM monitoring.prediction WHERE deployment = ? GROUP BY arm")
                        .param(name)
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder("none 2", "canary 1");
    }

    private List<DriftDetected> inputEvents() {
        return monitoring.driftEvents(name, PageRequest.first()).items().stream()
                .filter(event -> event.kind() == DriftKind.INPUT)
                .toList();
    }

    @Test
    void oneRequestOfManyRowsFillsExactWindows() {
        storeReference();
        intake.accept(prediction(Ids.next(), 250, 0, 0.9));
        monitoring.settle();
        assertThat(monitoring.windows(name, PageRequest.first()).items())
                .extracting(WindowSummary::rows)
                .containsExactly(100L, 100L);
        assertThat(monitoring.drift(name, null).openRows()).isEqualTo(50);
        clock.advance(Duration.ofHours(1));
        monitoring.settle();
        assertThat(monitoring.windows(name, PageRequest.first()).items().getFirst())
                .matches(window -> window.rows() == 50 && window.closedBecause().equals("age"));
        assertThat(monitoring.drift(name, null).openRows()).isZero();
    }

    @Test
    void windowsThatACrashLeftOpenAreClosedFromTheirLastCounts() {
        storeReference();
        send(60, 0, 0.9);
        monitoring.settle();
        assertThat(windows.openRows(name)).isEqualTo(60);
        database.sql("UPDATE monitoring.replica SET seen_at = now() - interval '1 minute'")
                .update();
        writer.closeOrphans();
        WindowSummary closed =
                monitoring.windows(name, PageRequest.first()).items().getFirst();
        assertThat(closed.rows()).isEqualTo(60);
        assertThat(closed.closedBecause()).isEqualTo("restart");
        assertThat(closed.judged()).isTrue();
        assertThat(closed.features()).allMatch(score -> score.n() == 60);
    }

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

    /** The model says UP; a share of the truth agrees. */
    private void label(List<UUID> ids, double correct) {
        List<Label> labels = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            labels.add(new Label(ids.get(i), 0, i % 100 < correct * 100 ? said(ids.get(i)) : wrong(ids.get(i)), null));
        }
        monitoring.labels(name, labels, ACTOR);
    }

    private String said(UUID id) {
        return Objects.requireNonNull(predicted.get(id));
    }

    private String wrong(UUID id) {
        return said(id).equals("UP") ? "DOWN" : "UP";
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

    @Test
    void oldPredictionsLabelsAndWindowsEnd() {
        storeReference();
        List<UUID> ids = send(100, 0, 0.9);
        label(ids, 1);
        assertThat(monitoring.labelledRows(name)).isEqualTo(100);
        clock.advance(Duration.ofDays(32));
        writer.cleanNow();
        keeper.keep();
        assertThat(monitoring.labelledRows(name)).isZero();
        assertThat(monitoring.windows(name, PageRequest.first()).items()).isEmpty();
        assertThat(monitoring
                        .labels(name, labels(ids.subList(0, 1), "UP"), ACTOR)
                        .unknown())
                .isEqualTo(1);
    }

    @Test
    void everythingIsThereOverHttp() {
        storeReference();
        List<UUID> ids = send(100, 0, 0.9);
        rest.post()
                .uri("/api/v1/deployments/{name}/labels", name)
                .contentType(MediaType.APPLICATION_JSON)
                .body(
                        "{\"labels\":[{\"prediction_id\":\"%s\",\"label\":\"UP\",\"observed_at\":\"2026-03-01T13:00:00Z\"}]}"
                                .formatted(ids.getFirst()))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.accepted")
                .isEqualTo(1);
        rest.post()
                .uri("/api/v1/deployments/{name}/labels", name)
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"labels\":[{\"prediction_id\":\"%s\",\"label\":{}}]}".formatted(ids.getFirst()))
                .exchange()
                .expectStatus()
                .isEqualTo(422);
        rest.get()
                .uri("/api/v1/deployments/{name}/drift?settled=true", name)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.window.rows")
                .isEqualTo(100)
                .jsonPath("$.features[0].methods[0].method")
                .isEqualTo("psi")
                .jsonPath("$.reference")
                .isEqualTo("training");
        for (String path : List.of("windows", "performance", "drift-events")) {
            rest.get()
                    .uri("/api/v1/deployments/{name}/" + path + "?settled=true", name)
                    .exchange()
                    .expectStatus()
                    .isOk();
            rest.get()
                    .uri("/api/v1/deployments/nowhere/" + path)
                    .exchange()
                    .expectStatus()
                    .isNotFound();
        }
    }

    private final Map<UUID, String> predicted = new LinkedHashMap<>();

    private List<UUID> send(int rows, double shift, double upShare) {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            UUID id = freshId();
            intake.accept(prediction(id, 1, shift, upShare));
            ids.add(id);
        }
        return ids;
    }

    /** Made now, by the test's clock. */
    private UUID freshId() {
        UUID id = Ids.next();
        return new UUID(
                (clock.instant().toEpochMilli() << 16) | (id.getMostSignificantBits() & 0xffff),
                id.getLeastSignificantBits());
    }

    private PredictionRecord prediction(UUID id, int rows, double shift, double upShare) {
        float[] x = new float[rows];
        float[] z = new float[rows];
        String[] colour = new String[rows];
        String[] label = new String[rows];
        float[] probabilities = new float[2 * rows];
        for (int row = 0; row < rows; row++) {
            x[row] = (float) (random.nextGaussian() + shift);
            z[row] = random.nextInt(10);
            colour[row] = colour();
            probabilities[2 * row + 1] = (float) Math.min(1, random.nextDouble() * 0.1 + upShare - 0.05);
            probabilities[2 * row] = 1 - probabilities[2 * row + 1];
            label[row] = random.nextDouble() < upShare ? "UP" : "DOWN";
        }
        predicted.put(id, label[0]);
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put("x", Tensor.column("x", x));
        inputs.put("z", Tensor.column("z", z));
        inputs.put("colour", Tensor.column("colour", colour));
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        outputs.put("label", Tensor.of("label", new long[] {rows}, label));
        outputs.put("probabilities", Tensor.of("probabilities", new long[] {rows, 2}, probabilities));
        return new PredictionRecord(id, clock.instant(), release, rows, inputs, outputs);
    }

    private String colour() {
        double u = random.nextDouble();
        return u < 0.1 ? "" : u < 0.6 ? "red" : "blue";
    }

    private static List<Label> labels(List<UUID> ids, String value) {
        return ids.stream().map(id -> new Label(id, 0, value, null)).toList();
    }

    /** What training data of the same process would look like; with columns that the model does not take. */
    private void storeReference() {
        FirstRows x = new FirstRows(false, 2_000);
        FirstRows z = new FirstRows(false, 2_000);
        FirstRows colour = new FirstRows(true, 2_000);
        IntStream.range(0, 2_000).forEach(i -> {
            x.add(random.nextGaussian());
            z.add(random.nextInt(10));
            colour.add(colour());
        });
        ReferenceBins direction = new CategoricalBins(List.of("UP", "DOWN"), List.of(1_000L, 1_000L), 0, 0);
        monitoring.storeReference(
                name,
                release.modelVersion(),
                new DatasetProfile(
                        2_000,
                        List.of(
                                column("x", ColumnType.FLOAT, x.toBins()),
                                column("z", ColumnType.INTEGER, z.toBins()),
                                column("colour", ColumnType.STRING, colour.toBins()),
                                column("direction", ColumnType.STRING, direction))),
                new CategoricalBins(List.of("UP", "DOWN"), List.of(1_800L, 200L), 0, 0));
    }

    private static ColumnProfile column(String name, ColumnType type, ReferenceBins bins) {
        return new ColumnProfile(name, type, 2_000, 0, 0, 10, false, null, null, null, null, Map.of(), List.of(), bins);
    }
}
