package dev.holdfast.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.HoldfastTest;
import dev.holdfast.audit.AuditEntry;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.AuditQuery;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@HoldfastTest
class RunsTest {
    @Autowired
    Runs runs;

    @Autowired
    AuditLog audit;

    @Autowired
    SettableClock clock;

    @Test
    void keepsWhatARunLogs() {
        Run started =
                runs.start(new RunStart("keeps", "first", Map.of("team", "risk", "odd", "q'\"%; 😀")), Actor.SYSTEM);
        String id = started.runId();
        assertThat(id).matches("[0-9a-f]{32}");
        assertThat(started.startTime()).isEqualTo(clock.instant());

        Digest digest = Digest.of("rows");
        runs.logParams(id, Map.of("rounds", "100", "eta", "0.3"));
        runs.setTags(id, Map.of("team", "fraud"));
        runs.logInput(id, new DatasetInput("payments", 3, digest, "training"));
        runs.logInput(id, new DatasetInput("payments", 3, digest, "training"));
        runs.logMetrics(id, List.of(point("auc", 0.9, 5), point("val/loss", Double.NEGATIVE_INFINITY, 1)));
        clock.advance(Duration.ofMinutes(1));
        Run ended = runs.finish(id, RunStatus.FINISHED, null, Actor.SYSTEM);

        assertThat(ended).isEqualTo(runs.get(id));
        assertThat(ended.status()).isEqualTo(RunStatus.FINISHED);
        assertThat(ended.endTime()).isEqualTo(clock.instant());
        assertThat(ended.tags()).contains(Map.entry("team", "fraud"), Map.entry("odd", "q'\"%; 😀"));
        assertThat(ended.params()).containsOnly(Map.entry("rounds", "100"), Map.entry("eta", "0.3"));
        assertThat(ended.inputs()).containsExactly(new DatasetInput("payments", 3, digest, "training"));
        assertThat(ended.metrics().get("val/loss")).isEqualTo(point("val/loss", -Double.MAX_VALUE, 1));
        assertThat(audit.entries(new AuditQuery("run/" + id, null, null), PageRequest.first())
                        .items())
                .extracting(AuditEntry::action)
                .containsExactly("run.ended", "run.started");
    }

    @Test
    void latestIsTheGreatestStepThenTimestampThenValue() {
        String id =
                runs.start(new RunStart("latest", null, Map.of()), Actor.SYSTEM).runId();
        Instant later = SettableClock.START.plusSeconds(1);

        runs.logMetrics(id, List.of(point("m", 1, 5), point("m", 9, 2), point("n", 3, 0), point("n", 4, 0)));
        runs.logMetrics(id, List.of(new Metric("m", 7, later, 4), point("n", Double.NaN, 0)));
        assertThat(runs.get(id).metrics().get("m")).isEqualTo(point("m", 1, 5));
        assertThat(runs.get(id).metrics().get("n")).isEqualTo(point("n", Double.NaN, 0));

        runs.logMetrics(id, List.of(new Metric("m", 0.5, later, 5), point("m", 99, 5), point("m", 99, 5)));
        assertThat(runs.get(id).metrics().get("m")).isEqualTo(new Metric("m", 0.5, later, 5));

        // By timestamp, step, value; the point that came twice stands there once. Pages join without a gap.
        List<Metric> history = new ArrayList<>();
        String token = null;
        do {
            Page<Metric> page = runs.history(id, "m", new PageRequest(2, token));
            history.addAll(page.items());
            token = page.nextPageToken();
        } while (token != null);
        assertThat(history)
                .containsExactly(
                        point("m", 9, 2),
                        point("m", 1, 5),
                        point("m", 99, 5),
                        new Metric("m", 7, later, 4),
                        new Metric("m", 0.5, later, 5));
    }

    @Test
    void paramsNeverChange() {
        String id =
                runs.start(new RunStart("params", null, Map.of()), Actor.SYSTEM).runId();
        runs.logParams(id, Map.of("a", "1"));
        runs.logParams(id, Map.of("a", "1", "b", "2"));

        assertThatThrownBy(() -> runs.logParams(id, Map.of("a", "2", "c", "3")))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("'a'")
                .hasMessageContaining("'1'");
        assertThat(runs.get(id).params()).containsOnly(Map.entry("a", "1"), Map.entry("b", "2"));
    }

    @Test
    void manyWritersOfOneRunLoseNothing() throws Exception {
        String id = runs.start(new RunStart("parallel", null, Map.of()), Actor.SYSTEM)
                .runId();
        int writers = 8;
        int points = 2_000;
        try (var threads = Executors.newFixedThreadPool(writers)) {
            List<Future<?>> done = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                // Half of the writers count down, so that batches meet crosswise and "latest" must not go back.
                boolean down = writer % 2 == 1;
                String mine = "w" + writer;
                done.add(threads.submit(() -> {
                    for (int from = 0; from < points; from += 500) {
                        int start = from;
                        List<Metric> batch = new ArrayList<>();
                        IntStream.range(start, start + 500).forEach(i -> {
                            int step = down ? points - 1 - i : i;
                            batch.add(point(down ? "shared" : mine, step, step));
                            batch.add(point(down ? mine : "shared", step, step));
                        });
                        runs.logMetrics(id, batch);
                    }
                }));
            }
            for (Future<?> future : done) {
                future.get();
            }
        }

        Run run = runs.get(id);
        assertThat(run.metrics()).hasSize(writers + 1);
        assertThat(run.metrics().values())
                .allSatisfy(metric -> assertThat(metric.step()).isEqualTo(points - 1));
        Page<Metric> history = runs.history(id, "shared", new PageRequest(1000, null));
        assertThat(history.items()).hasSize(1000);
        assertThat(runs.history(id, "shared", new PageRequest(1000, history.nextPageToken()))
                        .nextPageToken())
                .isNull();
    }

    @Test
    void oneExperimentWinsAndRunsAreListedNewestFirst() throws Exception {
        List<String> ids = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            List<Future<Run>> started = IntStream.range(0, 16)
                    .mapToObj(i ->
                            threads.submit(() -> runs.start(new RunStart("race", "r" + i, Map.of()), Actor.SYSTEM)))
                    .toList();
            for (Future<Run> run : started) {
                ids.add(run.get().runId());
            }
        }
        clock.advance(Duration.ofSeconds(1));
        String newest = runs.start(new RunStart("race", null, Map.of("k", "v")), Actor.SYSTEM)
                .runId();
        runs.start(new RunStart("another", null, Map.of()), Actor.SYSTEM);

        List<Run> listed = new ArrayList<>();
        String token = null;
        do {
            Page<Run> page = runs.search("race", new PageRequest(5, token));
            listed.addAll(page.items());
            token = page.nextPageToken();
        } while (token != null);
        assertThat(listed).hasSize(17);
        assertThat(listed.getFirst()).isEqualTo(runs.get(newest));
        ids.add(newest);
        assertThat(new HashSet<>(listed.stream().map(Run::runId).toList())).isEqualTo(new HashSet<>(ids));
    }

    private static Metric point(String key, double value, long step) {
        return new Metric(key, value, SettableClock.START, step);
    }
}
