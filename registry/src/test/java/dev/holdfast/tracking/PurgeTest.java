package dev.holdfast.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.HoldfastTest;
import dev.holdfast.artifact.ArtifactPath;
import dev.holdfast.artifact.Artifacts;
import dev.holdfast.audit.AuditEntry;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.AuditQuery;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.testkit.SettableClock;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@HoldfastTest
class PurgeTest {
    private static final long DAY = Duration.ofDays(1).toMillis();

    @Autowired
    Purge purge;

    @Autowired
    RunMoves moves;

    @Autowired
    Runs runs;

    @Autowired
    Experiments experiments;

    @Autowired
    Artifacts artifacts;

    @Autowired
    AuditLog audit;

    @Autowired
    SettableClock clock;

    @Autowired
    JdbcClient jdbc;

    @Test
    void deletesForGoodOnlyWhatWasDeletedLongEnoughAgo() {
        clock.advance(Duration.ofDays(2));
        purge.all(DAY, "what other tests have deleted", Actor.SYSTEM);
        String kept = full("purge kept");
        String young = full("purge kept");
        String old = full("purge kept");
        String gone = full("purge gone");
        long experiment = experiments.get("purge-gone").id();
        ArtifactPath file = artifact(old);
        artifacts.put(file, new ByteArrayInputStream("model".getBytes(StandardCharsets.UTF_8)));
        runs.delete(old, Actor.SYSTEM);
        experiments.delete(experiment, Actor.SYSTEM);
        clock.advance(Duration.ofDays(2));
        runs.delete(young, Actor.SYSTEM);
        long before = rows();

        Purge.Purged purged = purge.all(DAY, "out of time", Actor.SYSTEM);

        assertThat(purged).isEqualTo(new Purge.Purged(1, 2, 0, 1));
        assertThat(runs.get(kept).metrics()).hasSize(1);
        assertThat(runs.get(young).lifecycle()).isEqualTo(Lifecycle.DELETED);
        assertThatThrownBy(() -> runs.get(old)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> runs.get(gone)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> experiments.get(experiment)).isInstanceOf(ProblemException.class);
        assertThat(artifacts.find(file)).isEmpty();
        assertThat(rows()).as("half of the rows are gone").isEqualTo(before / 2);
        assertThat(audit.entries(new AuditQuery("run/" + old, null, null), PageRequest.first())
                        .items())
                .extracting(AuditEntry::action)
                .startsWith("run.purged", "run.deleted");
        assertThat(purge.all(DAY, null, Actor.SYSTEM)).isEqualTo(Purge.Purged.NOTHING);
    }

    @Test
    void refusesWhatIsInUseOrYoung() {
        String run = full("purge one");
        long experiment = experiments.get("purge-one").id();
        assertThatThrownBy(() -> purge.run(run, 0, null, Actor.SYSTEM)).hasMessageContaining("is in use");
        assertThatThrownBy(() -> purge.experiment(experiment, 0, null, Actor.SYSTEM))
                .hasMessageContaining("is in use");
        assertThatThrownBy(() -> purge.experiment(0, 0, null, Actor.SYSTEM)).hasMessageContaining("Experiment 0");
        runs.delete(run, Actor.SYSTEM);
        assertThatThrownBy(() -> purge.run(run, DAY, null, Actor.SYSTEM))
                .hasMessageContaining("not older than the required age");
        assertThat(purge.run(run, 0, null, Actor.SYSTEM).runs()).isEqualTo(1);
        assertThatThrownBy(() -> purge.run(run, 0, null, Actor.SYSTEM)).hasMessageContaining("not found");
    }

    @Test
    void aMovedRunTakesEverythingAlongButItsArtifacts() {
        String run = full("move from");
        runs.logInput(run, new DatasetInput("rows", 3, Digest.of("rows"), "training"));
        Experiment to = experiments.createNamed("move-to", Map.of(), Actor.SYSTEM);
        String artifactUri = runs.artifactUri(run);

        Run moved = moves.move(run, "move-to", "wrong place", Actor.SYSTEM);

        assertThat(moved.experiment()).isEqualTo("move-to");
        assertThat(moved.params()).containsEntry("p", "1");
        assertThat(moved.inputs()).containsExactly(new DatasetInput("rows", 3, Digest.of("rows"), "training"));
        assertThat(runs.artifactUri(run)).isEqualTo(artifactUri);
        assertThat(new String(runs.json(run), StandardCharsets.UTF_8))
                .contains("\"experiment_id\":\"" + to.id() + "\"")
                .contains("\"rows\"");
        assertThat(runs.search("move-to", PageRequest.first()).items()).hasSize(1);
        assertThat(runs.search("move-from", PageRequest.first()).items()).isEmpty();
        for (String table : List.of("param", "tag", "metric")) {
            assertThat(jdbc.sql("SELECT count(*) FROM tracking." + table + " WHERE experiment = ?")
                            .param(to.id())
                            .query(Long.class)
                            .single())
                    .isPositive();
        }
        runs.delete(run, Actor.SYSTEM);
        assertThatThrownBy(() -> moves.move(run, "move-from", null, Actor.SYSTEM))
                .hasMessageContaining("'active' state");
        runs.restore(run, Actor.SYSTEM);
    }

    /** A run with a row of everything, in an experiment of that name with hyphens. */
    private String full(String experiment) {
        String run = runs.start(new RunStart(experiment.replace(' ', '-'), null, Map.of()), Actor.SYSTEM)
                .runId();
        runs.logParams(run, Map.of("p", "1"));
        runs.logMetrics(
                run,
                LongStream.range(0, 50)
                        .mapToObj(i -> new Metric("m", i, Instant.ofEpochMilli(i), i))
                        .toList());
        return run;
    }

    private ArtifactPath artifact(String run) {
        return ArtifactPath.ofUri(runs.artifactUri(run) + "/model.txt").orElseThrow();
    }

    /** Of metrics, with their chunks, and params in this test's experiments. */
    private long rows() {
        return jdbc.sql("""
                        SELECT count(*) FROM (
                            SELECT m.run FROM tracking.metric m JOIN tracking.metric_chunk c ON c.metric = m.id
                            UNION ALL SELECT p.run FROM tracking.param p) AS logged
                        JOIN tracking.run r ON r.id = logged.run JOIN tracking.experiment e ON e.id = r.experiment
                        WHERE e.name IN ('purge-kept', 'purge-gone')
                        """).query(Long.class).single();
    }
}
