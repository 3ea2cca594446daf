package dev.holdfast.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@HoldfastTest
class RenderedRunsTest {
    @Autowired
    Runs runs;

    @Autowired
    RunRenderer renderer;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    JsonMapper json;

    @Test
    void showsAllThatARunLogged() {
        String id = start("shows", Map.of("odd", "q'\"%\\ \u0001\n é 😀", "mlflow.user", "anna"));
        runs.logParams(id, Map.of("eta", "0.3"));
        runs.logInput(id, new DatasetInput("payments", 3, Digest.of("rows"), "training"));
        runs.logMetrics(
                id,
                List.of(
                        new Metric("auc", 0.25, Instant.ofEpochMilli(7), -3),
                        new Metric("loss", Double.NaN, Instant.ofEpochMilli(Long.MAX_VALUE), Long.MIN_VALUE)));
        long row = revision(id).id();
        jdbc.sql("INSERT INTO tracking.run_model (run, direction, model_id, step) VALUES (?, 'output', 'm-1', 5)")
                .param(row)
                .update();

        JsonNode run = json.readTree(Objects.requireNonNull(new RenderedRuns(renderer, 1 << 20).get(revision(id))));
        assertThat(run.at("/info/run_id").stringValue()).isEqualTo(id);
        assertThat(run.at("/info/status").stringValue()).isEqualTo("RUNNING");
        assertThat(run.at("/info/lifecycle_stage").stringValue()).isEqualTo("active");
        assertThat(run.at("/info/end_time").isMissingNode()).isTrue();
        assertThat(run.at("/info/artifact_uri").stringValue()).endsWith("/" + id + "/artifacts");
        assertThat(run.at("/data/metrics")).isEqualTo(json.readTree("""
                        [{"key": "auc", "value": 0.25, "timestamp": 7, "step": -3},
                         {"key": "loss", "value": "NaN", "timestamp": 9223372036854775807, "step": -9223372036854775808}]
                        """));
        assertThat(run.at("/data/params")).isEqualTo(json.readTree("[{\"key\": \"eta\", \"value\": \"0.3\"}]"));
        assertThat(run.at("/data/tags/2/value").stringValue()).isEqualTo("q'\"%\\ \u0001\n é 😀");
        assertThat(run.at("/inputs/dataset_inputs/0/dataset/name").stringValue())
                .isEqualTo("payments");
        assertThat(run.at("/inputs/dataset_inputs/0/tags"))
                .isEqualTo(json.readTree("[{\"key\": \"mlflow.data.context\", \"value\": \"training\"}]"));
        assertThat(run.at("/outputs/model_outputs")).isEqualTo(json.readTree("[{\"model_id\": \"m-1\", \"step\": 5}]"));
    }

    @Test
    void everyChangeIsSeenAndWhatStandsIsNotReadAgain() throws IOException {
        String first = start("changes", Map.of());
        String second = start("changes", Map.of());
        Counting counting = new Counting(renderer, jdbc);
        RenderedRuns rendered = new RenderedRuns(counting, 1 << 20);
        write(rendered, List.of(revision(first), revision(second)));
        assertThat(counting.rendered).hasSize(2);
        write(rendered, List.of(revision(second), revision(first)));
        assertThat(counting.rendered).hasSize(2);

        runs.logParams(first, Map.of("p", "1"));
        assertThat(write(rendered, List.of(revision(first)))
                        .at("/0/data/params/0/key")
                        .stringValue())
                .isEqualTo("p");
        runs.setTags(first, Map.of("t", "1"));
        assertThat(write(rendered, List.of(revision(first))).at("/0/data/tags").toString())
                .contains("\"t\"");
        runs.logMetrics(first, List.of(new Metric("m", 1, Instant.EPOCH, 0)));
        assertThat(write(rendered, List.of(revision(first)))
                        .at("/0/data/metrics/0/key")
                        .stringValue())
                .isEqualTo("m");
        runs.logInput(first, new DatasetInput("d", 1, Digest.of("d"), "training"));
        assertThat(write(rendered, List.of(revision(first)))
                        .at("/0/inputs/dataset_inputs/0/dataset/name")
                        .stringValue())
                .isEqualTo("d");
        runs.finish(first, RunStatus.FAILED, null, Actor.SYSTEM);
        assertThat(write(rendered, List.of(revision(first)))
                        .at("/0/info/status")
                        .stringValue())
                .isEqualTo("FAILED");
        assertThat(counting.rendered).hasSize(7);
    }

    @Test
    void keepsOnlyAsManyBytesAsAllowedAndLeavesOutWhatIsGone() throws IOException {
        List<RunRevision> many = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            many.add(revision(start("bytes", Map.of("filler", "x".repeat(200)))));
        }
        many.add(new RunRevision(Long.MAX_VALUE, 0));
        Counting counting = new Counting(renderer, jdbc);
        RenderedRuns rendered = new RenderedRuns(counting, 10_000);
        JsonNode written = write(rendered, many);
        assertThat(written.size()).isEqualTo(30);
        int atFirst = counting.rendered.size();
        assertThat(write(rendered, many).size()).isEqualTo(30);
        assertThat(counting.rendered.size() - atFirst)
                .as("some were kept, not all")
                .isBetween(2, 29);
    }

    private String start(String experiment, Map<String, String> tags) {
        return runs.start(new RunStart(experiment, null, tags), Actor.SYSTEM).runId();
    }

    private RunRevision revision(String runId) {
        return jdbc.sql("SELECT id, revision FROM tracking.run WHERE run_id = ?")
                .param(UUID.fromString(runId.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5")))
                .query(RunRevision.class)
                .single();
    }

    private JsonNode write(RenderedRuns rendered, List<RunRevision> runs) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        rendered.writeArray(runs, out);
        return json.readTree(out.toString(StandardCharsets.UTF_8));
    }

    private static final class Counting extends RunRenderer {
        final List<Long> rendered = new ArrayList<>();
        private final RunRenderer real;

        Counting(RunRenderer real, JdbcClient jdbc) {
            super(jdbc);
            this.real = real;
        }

        @Override
        void render(Collection<Long> runs, BiConsumer<RunRevision, byte[]> each) {
            rendered.addAll(runs.stream().filter(run -> run != Long.MAX_VALUE).toList());
            real.render(runs, each);
        }
    }
}
