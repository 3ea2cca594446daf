package dev.holdfast.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.holdfast.HoldfastTest;
import dev.holdfast.dataset.ColumnarTable;
import dev.holdfast.dataset.DatasetFormat;
import dev.holdfast.dataset.Datasets;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.Ids;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.model.ModelFormat;
import dev.holdfast.model.ModelRegistration;
import dev.holdfast.model.Models;
import dev.holdfast.release.DeploymentSpec;
import dev.holdfast.release.Deployments;
import dev.holdfast.release.MonitoringSettings;
import dev.holdfast.release.PredictionLogSettings;
import dev.holdfast.release.PredictionRecord;
import dev.holdfast.release.Release;
import dev.holdfast.release.ReleaseRequest;
import dev.holdfast.runtime.Tensor;
import dev.holdfast.testkit.SettableClock;
import dev.holdfast.testkit.TinyOnnx;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TimeZone;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;

/** What is logged, what is not, and for how long. Nothing runs by itself. */
@HoldfastTest(properties = "holdfast.monitoring.threads=false")
class PredictionLogTest {
    private static final Actor ACTOR = Actor.SYSTEM;

    @Autowired
    private Monitoring monitoring;

    @Autowired
    private PredictionLogs logs;

    @Autowired
    private LogKeeper keeper;

    @Autowired
    private LogDays days;

    @Autowired
    private PredictionLog predictions;

    @Autowired
    private DataSource pool;

    @Autowired
    private PredictionIntake intake;

    @Autowired
    private PersonalHash hash;

    @Autowired
    private Models models;

    @Autowired
    private Deployments deployments;

    @Autowired
    private Datasets datasets;

    @Autowired
    private JdbcClient database;

    @Autowired
    private SettableClock clock;

    @Autowired
    private RestTestClient rest;

    @TempDir
    private Path folder;

    private String name = "";

    @BeforeEach
    void newName() {
        name = "log-" + Ids.next();
    }

    private Release deploy(String deployment, PredictionLogSettings log) throws IOException {
        Path file = Files.write(
                folder.resolve(Ids.next() + ".onnx"), TinyOnnx.classifier(List.of("x", "z"), List.of("no", "yes"), 0));
        int version = models.register(
                        new ModelRegistration(
                                deployment,
                                file,
                                ModelFormat.ONNX,
                                null,
                                null,
                                List.of(),
                                Map.of(),
                                null,
                                Map.of(),
                                null,
                                Map.of("classes", List.of("no", "yes"))),
                        ACTOR)
                .version();
        configure(deployment, log);
        return deployments
                .release(deployment, new ReleaseRequest(deployment, version, null), ACTOR)
                .to();
    }

    private void configure(String deployment, PredictionLogSettings log) {
        deployments.put(
                deployment,
                new DeploymentSpec(
                        null, MonitoringSettings.of(true, 10, 0L, null, null, null, 1_000_000, List.of(), log)),
                ACTOR);
    }

    private static PredictionLogSettings log(@Nullable Integer days, @Nullable Integer archiveDays) {
        return PredictionLogSettings.of(null, null, null, days, archiveDays);
    }

    private UUID predict(Release release, String person) {
        Instant now = clock.instant();
        UUID fresh = Ids.next();
        UUID id = new UUID(
                (now.toEpochMilli() << 16) | (fresh.getMostSignificantBits() & 0xffff),
                fresh.getLeastSignificantBits());
        intake.accept(new PredictionRecord(
                id,
                now,
                release,
                1,
                Map.of(
                        "person", Tensor.column("person", person),
                        "age", Tensor.column("age", 41.5f),
                        "x", Tensor.column("x", 1f)),
                Map.of(
                        "label", Tensor.of("label", new long[] {1}, "yes"),
                        "probabilities", Tensor.of("probabilities", new long[] {1, 2}, 0.25f, 0.75f))));
        return id;
    }

    private List<String> features() {
        return database.sql(
                        "SELECT features FROM monitoring.prediction WHERE deployment = ? ORDER BY predicted_at, prediction_id")
                .param(name)
                .query((row, number) -> Objects.requireNonNull(row.getString(1)))
                .list();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    @Test
    void personalInputsAreDroppedOrHashedBeforeAnythingIsWritten() throws IOException {
        Release release = deploy(name, PredictionLogSettings.of(null, List.of("age"), List.of("person"), null, null));
        for (int i = 0; i < 1_100; i++) {
            predict(release, i % 2 == 0 ? "Ada Lovelace" : "Alan Turing");
        }
        predict(release, "");
        monitoring.settle();

        List<String> logged = features();
        assertThat(logged)
                .hasSize(1_101)
                .noneMatch(text -> text.contains("Ada") || text.contains("Alan") || text.contains("age"));
        assertThat(new HashSet<>(logged)).hasSize(3);
        assertThat(logged).anyMatch(text -> text.contains("\"person\":\"" + hash.hash("Ada Lovelace") + "\""));
        assertThat(logged).anyMatch(text -> text.contains("\"person\":null"));
        assertThat(hash.hash("Ada Lovelace")).startsWith("hmac:").hasSize(37).isNotEqualTo(hash.hash("ada lovelace"));
        // Nothing of them is counted or learnt either: windows and references know the other input alone.
        assertThat(monitoring.drift(name, null).features())
                .extracting(ColumnDrift::name)
                .containsOnly("x");
        assertThat(database.sql("SELECT name FROM monitoring.reference_column WHERE model = ? AND role = 'input'")
                        .param(name)
                        .query(String.class)
                        .list())
                .containsExactly("x");
    }

    @Test
    void failuresAndRejectionsAreLoggedWithTheirProblem() throws IOException {
        Release release = deploy(name, PredictionLogSettings.DEFAULTS);
        predict("{\"rows\": [{\"x\": \"secret\", \"z\": 1}]}", name, 422);
        predict("{", name, 400);
        predict("{\"rows\": [{\"x\": 1, \"z\": 1}]}", name, 200);
        predict("{}", "nobody-" + name, 404);
        monitoring.settle();

        List<LoggedFailure> logged = logs.failures(name, PageRequest.first()).items();
        assertThat(logged).extracting(LoggedFailure::problem).containsExactlyInAnyOrder("malformed-request", "invalid");
        assertThat(logged).extracting(LoggedFailure::status).containsExactlyInAnyOrder(400, 422);
        assertThat(logged).allSatisfy(each -> {
            assertThat(each.release()).isEqualTo(release.number());
            assertThat(each.traceId()).hasSize(32);
            assertThat(each.tookMs()).isPositive();
        });
        assertThat(logs.failures(name, new PageRequest(1, null)).nextPageToken())
                .isNotNull();
        assertThat(database.sql("SELECT count(*) FROM monitoring.failure WHERE deployment = ?")
                        .param("nobody-" + name)
                        .query(Long.class)
                        .single())
                .isZero();

        configure(name, PredictionLogSettings.of(false, null, null, null, null));
        predict("{", name, 400);
        monitoring.settle();
        assertThat(logs.failures(name, PageRequest.first()).items()).hasSize(2);
    }

    private void predict(String body, String deployment, int status) {
        rest.post()
                .uri("/api/v1/deployments/{name}/predict", deployment)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange()
                .expectStatus()
                .isEqualTo(status);
    }

    @Test
    void aDayThatIsOverGoesIntoTheStoreAndLeavesTheDatabaseLater() throws IOException {
        Release release = deploy(name, log(3, 10));
        LocalDate day = today();
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            ids.add(predict(release, "person " + i));
        }
        predict("{", name, 400);
        monitoring.settle();
        keeper.keep();
        assertThat(logs.days(name, PageRequest.first()).items())
                .extracting(LogDay::digest)
                .containsOnlyNulls();

        clock.advance(Duration.ofHours(26));
        keeper.keep();
        List<LogDay> found = logs.days(name, PageRequest.first()).items();
        assertThat(found).extracting(LogDay::kind).containsExactly(LogKind.FAILURES, LogKind.PREDICTIONS);
        LogDay stored = logs.archived(name, day.toString(), LogKind.PREDICTIONS);
        assertThat(stored.rows()).isEqualTo(50);
        assertThat(stored.inDatabase()).isTrue();
        ColumnarTable table =
                read(Objects.requireNonNull(stored.digest()), "prediction_id", "features", "predicted_number");
        assertThat(((ColumnarTable.Text) table.column("prediction_id")).values())
                .containsExactlyInAnyOrderElementsOf(
                        ids.stream().map(UUID::toString).toList());
        assertThat(((ColumnarTable.Text) table.column("features")).values()[0]).contains("\"x\":1");
        assertThat(((ColumnarTable.Numeric) table.column("predicted_number")).values())
                .containsOnly(0.75);
        assertThat(references()).contains(stored.digest());

        // Late labels find their predictions for as long as these are in the database.
        assertThat(label(ids.getFirst()).accepted()).isEqualTo(1);
        clock.advance(Duration.ofDays(3));
        keeper.keep();
        assertThat(label(ids.getLast()).unknown()).isEqualTo(1);
        assertThat(monitoring.labelledRows(name)).isZero();
        assertThat(logs.archived(name, day.toString(), LogKind.PREDICTIONS).inDatabase())
                .isFalse();
        rest.get()
                .uri("/api/v1/deployments/{name}/prediction-log/{day}/file?kind=failures", name, day)
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentType("application/vnd.apache.parquet");

        clock.advance(Duration.ofDays(8));
        keeper.keep();
        assertThat(logs.days(name, PageRequest.first()).items()).isEmpty();
        assertThat(references()).doesNotContain(stored.digest());
        rest.get()
                .uri("/api/v1/deployments/{name}/prediction-log/{day}/file", name, day)
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    @Test
    void aFileThatLateRowsAreMissingFromIsMadeAnewBeforeTheyGo() throws IOException {
        Release release = deploy(name, log(2, 10));
        predict(release, "early");
        Instant then = clock.instant();
        monitoring.settle();
        clock.advance(Duration.ofHours(30));
        keeper.keep();
        LocalDate day = LocalDate.ofInstant(then, ZoneOffset.UTC);
        Digest first = Objects.requireNonNull(
                logs.archived(name, day.toString(), LogKind.PREDICTIONS).digest());
        database.sql("""
                        INSERT INTO monitoring.prediction SELECT (p).* FROM (
                            SELECT jsonb_populate_record(p, jsonb_build_object('row_number', 1)) AS p
                            FROM monitoring.prediction p WHERE deployment = ?) AS late""").param(name).update();

        clock.advance(Duration.ofDays(3));
        keeper.keep();
        assertThat(features()).hasSize(2);
        keeper.keep();
        LogDay anew = logs.archived(name, day.toString(), LogKind.PREDICTIONS);
        assertThat(anew.rows()).isEqualTo(2);
        assertThat(anew.digest()).isNotEqualTo(first);
        assertThat(features()).isEmpty();
    }

    @Test
    void eachDeploymentHasItsOwnDays() throws IOException {
        Release brief = deploy(name, log(1, 0));
        Release longer = deploy(name + "-longer", log(20, 0));
        predict(brief, "a");
        UUID kept = predict(longer, "b");
        monitoring.settle();
        clock.advance(Duration.ofDays(3));
        keeper.keep();
        assertThat(features()).isEmpty();
        assertThat(logs.days(name, PageRequest.first()).items()).isEmpty();
        assertThat(monitoring
                        .labels(name + "-longer", List.of(new Label(kept, 0, "yes", null)), ACTOR)
                        .accepted())
                .isEqualTo(1);
    }

    /** What a day is does not depend on where the server stands; a database's session has the zone of its JVM. */
    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Pacific/Kiritimati", "America/Los_Angeles"})
    void rowsOnBothSidesOfMidnightAreInTheirOwnDays(String zone) throws Exception {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        try {
            database.sql("SELECT 1").query(Integer.class).single();
            pool.unwrap(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
            assertThat(database.sql("SHOW timezone").query(String.class).single())
                    .isEqualTo(zone);
            rowsOnBothSidesOfMidnightAreInTheirOwnDays();
        } finally {
            TimeZone.setDefault(before);
            pool.unwrap(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
        }
    }

    private void rowsOnBothSidesOfMidnightAreInTheirOwnDays() throws IOException {
        Release release = deploy(name, log(5, 10));
        LocalDate first = today().plusDays(3);
        LocalDate second = first.plusDays(1);
        Instant midnight = second.atStartOfDay(ZoneOffset.UTC).toInstant();
        clock.set(midnight.minus(Duration.ofMinutes(5)));
        keeper.keep();
        assertThat(predictions.partitions()).contains(first, second);

        clock.set(midnight.minusMillis(100));
        UUID late = predict(release, "late");
        predict("{", name, 400);
        clock.set(midnight.plusMillis(100));
        UUID early = predict(release, "early");
        predict("{", name, 400);
        monitoring.settle();
        assertThat(partitionOf(late)).isEqualTo("prediction_" + first.toString().replace("-", ""));
        assertThat(partitionOf(early))
                .isEqualTo("prediction_" + second.toString().replace("-", ""));

        // The day that goes on is not copied, the one that is over is, an hour later.
        clock.set(midnight.plus(Duration.ofMinutes(59)));
        keeper.keep();
        assertThat(logs.days(name, PageRequest.first()).items())
                .extracting(LogDay::digest)
                .containsOnlyNulls();
        clock.set(midnight.plus(Duration.ofMinutes(61)));
        keeper.keep();
        assertThat(logs.days(name, PageRequest.first()).items())
                .filteredOn(day -> day.digest() != null)
                .extracting(LogDay::day)
                .containsExactly(first, first);
        clock.set(midnight.plus(Duration.ofHours(26)));
        keeper.keep();
        assertFile(first, LogKind.PREDICTIONS, "predicted_at", midnight.minusMillis(100), late);
        assertFile(second, LogKind.PREDICTIONS, "predicted_at", midnight.plusMillis(100), early);
        assertFile(first, LogKind.FAILURES, "failed_at", midnight.minusMillis(100), null);
        assertFile(second, LogKind.FAILURES, "failed_at", midnight.plusMillis(100), null);
    }

    private String partitionOf(UUID prediction) {
        return database.sql(
                        "SELECT relname FROM monitoring.prediction p JOIN pg_class c ON c.oid = p.tableoid WHERE prediction_id = ?")
                .param(prediction)
                .query(String.class)
                .single();
    }

    /** The day's file has the one row. */
    private void assertFile(LocalDate day, LogKind kind, String time, Instant at, @Nullable UUID prediction)
            throws IOException {
        LogDay stored = logs.archived(name, day.toString(), kind);
        ColumnarTable table = prediction == null
                ? read(Objects.requireNonNull(stored.digest()), time)
                : read(Objects.requireNonNull(stored.digest()), time, "prediction_id");
        assertThat(((ColumnarTable.Numeric) table.column(time)).values()).containsExactly(at.toEpochMilli() / 1e3);
        if (prediction != null) {
            assertThat(((ColumnarTable.Text) table.column("prediction_id")).values())
                    .containsExactly(prediction.toString());
        }
    }

    private LabelReceipt label(UUID id) {
        return monitoring.labels(name, List.of(new Label(id, 0, "yes", null)), ACTOR);
    }

    private Set<Digest> references() {
        Set<Digest> referenced = new HashSet<>();
        days.forEachReferenced(referenced::add);
        return referenced;
    }

    private ColumnarTable read(Digest digest, String... columns) throws IOException {
        Path file = folder.resolve(digest.hex() + ".parquet");
        try (InputStream content = logs.content(digest)) {
            Files.copy(content, file);
        }
        return datasets.read(file, DatasetFormat.PARQUET, List.of(columns));
    }
}
