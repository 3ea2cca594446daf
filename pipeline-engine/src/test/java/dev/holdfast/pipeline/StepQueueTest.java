package dev.holdfast.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.HoldfastTest;
import dev.holdfast.background.StaleLeaseException;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Digest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The durable core, driven by hand: nothing dispatches here. */
@HoldfastTest(properties = "holdfast.pipelines.enabled=false")
class StepQueueTest {
    private static final String TWO_STEPS = """
            steps:
              - {name: first, kind: sql, outputs: {one: "SELECT 1 AS x"}}
              - {name: second, kind: sql, inputs: [first.one], outputs: {two: "SELECT * FROM one"}}
            """;
    private static final int ME = 1_000_001;
    private static final int OTHER = 1_000_002;

    @Autowired
    private Pipelines pipelines;

    @Autowired
    private StepQueue queue;

    @Autowired
    private LostAttempts lostAttempts;

    @Autowired
    private JdbcClient database;

    @Autowired
    private DataSource dataSource;

    @BeforeEach
    void onlyRunsOfTheTest() {
        database.sql("UPDATE pipeline.run SET state = 'cancelled' WHERE state IN ('pending', 'running')")
                .update();
        database.sql("UPDATE pipeline.step SET state = 'cancelled' WHERE state IN ('pending', 'running')")
                .update();
    }

    @Test
    void aStepWaitsForWhatItTakesAndTheRunEndsWithTheLast() {
        UUID run = start("order");

        Claim first = claimOne(ME);
        assertThat(first.step()).isEqualTo("first");
        assertThat(queue.claim(ME, 9)).isEmpty();
        queue.succeed(first, null, () -> List.of(table("one")));
        Claim second = claimOne(ME);
        assertThat(second.step()).isEqualTo("second");
        assertThat(second.fence()).isGreaterThan(first.fence());
        queue.succeed(second, null, () -> List.of(table("two")));

        PipelineRun ended = pipelines.run("order", run);
        assertThat(ended.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(ended.progress()).isEqualTo(1);
        assertThat(ended.step("second").outputs()).extracting(StepOutput::name).containsExactly("two");
    }

    @Test
    void aWorkerThatWasGivenUpCannotCommit() {
        UUID run = start("fence");
        Claim stale = claimOne(ME);
        queue.retry(stale, "the lease ran out", Duration.ZERO);
        Claim fresh = claimOne(OTHER);
        assertThat(fresh.attempt()).isEqualTo(2);

        assertThatThrownBy(() -> queue.succeed(stale, null, () -> List.of(table("one"))))
                .isInstanceOf(StaleLeaseException.class);
        assertThatThrownBy(() -> queue.fail(stale, new RunError("first", "internal", "x", List.of()), List.of()))
                .isInstanceOf(StaleLeaseException.class);
        assertThat(queue.heartbeat(ME, List.of(stale.fence(), fresh.fence()))).containsExactly(fresh.fence());
        assertThat(outputs(run)).isZero();

        queue.succeed(fresh, null, () -> List.of(table("one")));
        assertThat(outputs(run)).isOne();
    }

    @Test
    void whatASideEffectWritesIsGoneWithARefusedCommit() {
        UUID run = start("effect");
        Claim claim = claimOne(ME);

        assertThatThrownBy(() -> queue.succeed(claim, null, () -> {
                    pipelines.put("made-in-between", TWO_STEPS, Actor.SYSTEM);
                    throw new IllegalStateException("the server dies here");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(database.sql("SELECT count(*) FROM pipeline.pipeline WHERE name = 'made-in-between'")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(pipelines.run("effect", run).step("first").state()).isEqualTo(StepState.RUNNING);
    }

    @Test
    void manyClaimersNeverGetTheSameAttempt() throws Exception {
        pipelines.put("many", TWO_STEPS, Actor.SYSTEM);
        for (int i = 0; i < 40; i++) {
            pipelines.start("many", RunRequest.defaults(), null, Actor.SYSTEM);
        }
        List<Claim> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            List<Future<List<Claim>>> claimers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                int instance = ME + i;
                claimers.add(threads.submit(() -> drain(instance)));
            }
            for (Future<List<Claim>> claimer : claimers) {
                all.addAll(claimer.get());
            }
        }

        assertThat(all).hasSize(80);
        assertThat(new HashSet<>(
                        all.stream().map(claim -> claim.runId() + claim.step()).toList()))
                .hasSize(80);
        assertThat(database.sql("SELECT count(*) FROM pipeline.attempt a JOIN pipeline.run r ON r.id = a.run_id"
                                + " WHERE r.pipeline = 'many' AND a.attempt > 1")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    private List<Claim> drain(int instance) {
        List<Claim> mine = new ArrayList<>();
        while (database.sql("SELECT EXISTS (SELECT 1 FROM pipeline.run WHERE state IN ('pending', 'running'))")
                .query(Boolean.class)
                .single()) {
            for (Claim claim : queue.claim(instance, 3)) {
                queue.succeed(claim, null, () -> List.of(table("out")));
                mine.add(claim);
            }
        }
        return mine;
    }

    @Test
    void theStepsOfADeadServerAreTakenOverWithoutWaitingForTheirLease() throws SQLException {
        UUID run = start("dead");
        Claim claim;
        try (LiveInstance alive = new LiveInstance(dataSource)) {
            int number = alive.ensureAlive();
            claim = claimOne(number);
            silenceFor(run, 10);
            lostAttempts.takeOver(ME, List.of());
            assertThat(pipelines.run("dead", run).step("first").state()).isEqualTo(StepState.RUNNING);
        }

        lostAttempts.takeOver(ME, List.of());

        assertThat(pipelines.run("dead", run).step("first").state()).isEqualTo(StepState.PENDING);
        assertThat(claimOne(ME).attempt()).isEqualTo(claim.attempt() + 1);
    }

    @Test
    void aStepThatKillsItsServerAgainAndAgainFails() {
        UUID run = start("killer");
        for (int death = 0; death < 3; death++) {
            claimOne(OTHER);
            silenceFor(run, 10);
            lostAttempts.takeOver(ME, List.of());
        }

        PipelineRun failed = pipelines.run("killer", run);
        assertThat(failed.state()).isEqualTo(RunState.FAILED);
        assertThat(failed.step("first").error()).isNotNull();
        assertThat(failed.step("second").state()).isEqualTo(StepState.SKIPPED);
    }

    @Test
    void aCancelledRunTakesNothingMore() {
        UUID run = start("cancel");
        Claim claim = claimOne(ME);

        PipelineRun cancelled = pipelines.cancel("cancel", run, "no longer needed", Actor.SYSTEM);

        assertThat(cancelled.state()).isEqualTo(RunState.CANCELLED);
        assertThat(cancelled.steps()).extracting(StepRun::state).containsOnly(StepState.CANCELLED);
        assertThat(queue.heartbeat(ME, List.of(claim.fence()))).isEmpty();
        assertThatThrownBy(() -> queue.succeed(claim, null, List::of)).isInstanceOf(StaleLeaseException.class);
        assertThat(pipelines.cancel("cancel", run, null, Actor.SYSTEM).state()).isEqualTo(RunState.CANCELLED);
    }

    private UUID start(String pipeline) {
        pipelines.put(pipeline, TWO_STEPS, Actor.SYSTEM);
        return pipelines
                .start(pipeline, RunRequest.defaults(), null, Actor.SYSTEM)
                .id();
    }

    private Claim claimOne(int instance) {
        List<Claim> claims = queue.claim(instance, 1);
        assertThat(claims).hasSize(1);
        return claims.getFirst();
    }

    private void silenceFor(UUID run, int seconds) {
        database.sql("UPDATE pipeline.step SET heartbeat_at = now() - make_interval(secs => :s) WHERE run_id = :run")
                .param("s", seconds)
                .param("run", run)
                .update();
    }

    private long outputs(UUID run) {
        return database.sql("SELECT count(*) FROM pipeline.output WHERE run_id = :run")
                .param("run", run)
                .query(Long.class)
                .single();
    }

    private static Artifact table(String name) {
        return new Artifact(name, OutputKind.TABLE, Digest.of(name), 1L, Map.of("format", "parquet"));
    }
}
