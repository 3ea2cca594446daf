package dev.holdfast.pipeline;

import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;

/** Runs in the database: made here, read here. What happens to their steps is the {@link StepQueue}'s. */
@Component("pipelineRunStore")
class RunStore {
    private static final TypeReference<List<RunInput>> INPUTS = new TypeReference<>() {};
    private final JdbcClient database;
    private final DefinitionStore definitions;
    private final Json json;

    RunStore(JdbcClient database, DefinitionStore definitions, Json json) {
        this.database = database;
        this.definitions = definitions;
        this.json = json;
    }

    /** A step that is to be run. */
    record NewStep(String name, StepKind kind, List<String> dependsOn) {}

    void create(
            UUID id,
            PipelineVersion version,
            RunRequest request,
            RunCause cause,
            List<RunInput> inputs,
            List<NewStep> steps,
            String actor) {
        database.sql("""
                        INSERT INTO pipeline.run (id, pipeline, version, state, cause, reason, parameters, git_commit,
                                                  use_cache, inputs, created_by)
                        VALUES (:id, :pipeline, :version, 'pending', :cause::jsonb, :reason, :parameters::jsonb,
                                :commit, :cache, :inputs::jsonb, :actor)""")
                .param("id", id)
                .param("pipeline", version.pipeline())
                .param("version", version.version())
                .param("cause", json.write(cause))
                .param("reason", request.reason())
                .param("parameters", json.write(request.parameters()))
                .param("commit", request.gitCommit())
                .param("cache", request.cache())
                .param("inputs", json.write(inputs))
                .param("actor", actor)
                .update();
        for (int i = 0; i < steps.size(); i++) {
            NewStep step = steps.get(i);
            database.sql("""
                            INSERT INTO pipeline.step (run_id, name, position, kind, depends_on, waits_for, state)
                            VALUES (:run, :name, :position, :kind, :depends, cardinality(:depends), 'pending')""")
                    .param("run", id)
                    .param("name", step.name())
                    .param("position", i)
                    .param("kind", step.kind().wireName())
                    .param("depends", step.dependsOn().toArray(String[]::new))
                    .update();
        }
    }

    /** Lets steps of a new run stand as they ended in an earlier one, with what they made. */
    void adopt(UUID run, UUID earlier, List<String> steps) {
        String[] names = steps.toArray(String[]::new);
        database.sql("""
                        UPDATE pipeline.step s
                        SET state = 'succeeded', cached_from = coalesce(e.cached_from, e.run_id), cache_key = e.cache_key,
                            progress = 1, message = e.message, ended_at = now()
                        FROM pipeline.step e
                        WHERE s.run_id = :run AND s.name = ANY(:names) AND e.run_id = :earlier AND e.name = s.name""")
                .param("run", run)
                .param("earlier", earlier)
                .param("names", names)
                .update();
        database.sql("""
                        UPDATE pipeline.step
                        SET waits_for = (SELECT count(*) FROM unnest(depends_on) AS needed WHERE needed <> ALL(:names))
                        WHERE run_id = :run AND state = 'pending'""").param("run", run).param("names", names).update();
        database.sql("""
                        INSERT INTO pipeline.output (run_id, step, name, kind, digest, size_bytes, facts)
                        SELECT :run, step, name, kind, digest, size_bytes, facts FROM pipeline.output
                        WHERE run_id = :earlier AND step = ANY(:names)""")
                .param("run", run)
                .param("earlier", earlier)
                .param("names", names)
                .update();
    }

    /** Whether the pipeline has a run that has not ended. */
    boolean hasUnfinished(String pipeline) {
        return database.sql("""
                        SELECT EXISTS (SELECT 1 FROM pipeline.run
                                       WHERE pipeline = :pipeline AND state IN ('pending', 'running'))""")
                .param("pipeline", pipeline)
                .query(Boolean.class)
                .single();
    }

    PipelineRun run(String pipeline, UUID id) {
        List<PipelineRun> runs = complete(
                database.sql("SELECT *, now() AS seen_at FROM pipeline.run WHERE id = :id AND pipeline = :pipeline")
                        .param("id", id)
                        .param("pipeline", pipeline)
                        .query(this::row)
                        .list());
        if (runs.isEmpty()) {
            throw ProblemException.notFound("run \"" + id + "\" of pipeline \"" + pipeline + "\"");
        }
        return runs.getFirst();
    }

    /** A run with what it runs; without its steps. */
    ActiveRun active(UUID id) {
        PipelineRun run = database.sql("SELECT * FROM pipeline.run WHERE id = :id")
                .param("id", id)
                .query(this::row)
                .single();
        PipelineVersion version = definitions.version(run.pipeline(), run.version());
        return new ActiveRun(run, version, DefinitionParser.parse(version.definition()));
    }

    RunState state(UUID id) {
        return RunState.of(database.sql("SELECT state FROM pipeline.run WHERE id = :id")
                .param("id", id)
                .query(String.class)
                .single());
    }

    Page<PipelineRun> runs(String pipeline, PageRequest page) {
        UUID before = page.after(1)
                .map(keys -> dev.holdfast.kernel.Ids.parse("page_token", keys.getFirst()))
                .orElse(new UUID(-1, -1));
        List<PipelineRun> runs = complete(database.sql("""
                        SELECT *, now() AS seen_at FROM pipeline.run WHERE pipeline = :pipeline AND id < :before
                        ORDER BY id DESC LIMIT :limit""")
                .param("pipeline", pipeline)
                .param("before", before)
                .param("limit", page.limit())
                .query(this::row)
                .list());
        return Page.of(runs, page, run -> List.of(run.id().toString()));
    }

    List<LogLine> log(UUID run, String step, @Nullable LogLine after, int limit) {
        return database.sql("""
                        SELECT attempt, line, at, message FROM pipeline.log
                        WHERE run_id = :run AND step = :step AND (attempt, line) > (:attempt, :line)
                        ORDER BY attempt, line LIMIT :limit""")
                .param("run", run)
                .param("step", step)
                .param("attempt", after == null ? 0 : after.attempt())
                .param("line", after == null ? 0 : after.line())
                .param("limit", limit)
                .query((row, number) -> new LogLine(
                        row.getInt("attempt"),
                        row.getInt("line"),
                        row.getTimestamp("at").toInstant(),
                        row.getString("message")))
                .list();
    }

    /** Adds the steps of all runs with two queries, however many runs there are. */
    private List<PipelineRun> complete(List<PipelineRun> rows) {
        String[] ids = rows.stream().map(run -> run.id().toString()).toArray(String[]::new);
        Map<String, List<StepOutput>> outputs = database
                .sql("SELECT * FROM pipeline.output WHERE run_id = ANY(:ids::uuid[]) ORDER BY run_id, step, name")
                .param("ids", ids)
                .query((row, number) -> Map.entry(row.getString("run_id") + row.getString("step"), output(row)))
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        Map<UUID, List<StepRun>> steps = database
                .sql("""
                        SELECT *, now() AS seen_at FROM pipeline.step WHERE run_id = ANY(:ids::uuid[])
                        ORDER BY run_id, position""")
                .param("ids", ids)
                .query((row, number) -> Map.entry(
                        row.getObject("run_id", UUID.class),
                        step(row, outputs.getOrDefault(row.getString("run_id") + row.getString("name"), List.of()))))
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        List<PipelineRun> runs = new ArrayList<>();
        for (PipelineRun row : rows) {
            runs.add(withSteps(row, steps.getOrDefault(row.id(), List.of())));
        }
        return runs;
    }

    private static PipelineRun withSteps(PipelineRun run, List<StepRun> steps) {
        long ended = steps.stream().filter(step -> step.endedAt() != null).count();
        double progress = run.state().isEnd() || steps.isEmpty() ? 1 : (double) ended / steps.size();
        return new PipelineRun(
                run.id(),
                run.pipeline(),
                run.version(),
                run.state(),
                progress,
                run.cause(),
                run.reason(),
                run.parameters(),
                run.gitCommit(),
                run.cache(),
                run.inputs(),
                steps,
                run.error(),
                run.createdAt(),
                run.createdBy(),
                run.startedAt(),
                run.endedAt());
    }

    private PipelineRun row(ResultSet row, int number) throws SQLException {
        return new PipelineRun(
                row.getObject("id", UUID.class),
                row.getString("pipeline"),
                row.getInt("version"),
                RunState.of(row.getString("state")),
                0,
                json.read(row.getString("cause"), RunCause.class),
                row.getString("reason"),
                json.map(row.getString("parameters")),
                row.getString("git_commit"),
                row.getBoolean("use_cache"),
                json.read(row.getString("inputs"), INPUTS),
                List.of(),
                error(row),
                row.getTimestamp("created_at").toInstant(),
                row.getString("created_by"),
                instant(row, "started_at"),
                instant(row, "ended_at"));
    }

    private StepRun step(ResultSet row, List<StepOutput> outputs) throws SQLException {
        Instant startedAt = instant(row, "started_at");
        Instant endedAt = instant(row, "ended_at");
        Instant until = endedAt == null ? row.getTimestamp("seen_at").toInstant() : endedAt;
        UUID cachedFrom = row.getObject("cached_from", UUID.class);
        return new StepRun(
                row.getString("name"),
                row.getString("kind"),
                List.of((String[]) row.getArray("depends_on").getArray()),
                StepState.of(row.getString("state")),
                row.getInt("attempt"),
                cachedFrom != null,
                cachedFrom,
                row.getObject("progress", Double.class),
                row.getString("message"),
                outputs,
                error(row),
                startedAt,
                endedAt,
                startedAt == null ? null : Duration.between(startedAt, until).toMillis());
    }

    private StepOutput output(ResultSet row) throws SQLException {
        return new StepOutput(
                row.getString("name"),
                row.getString("kind"),
                Json.digest(row.getString("digest")),
                row.getObject("size_bytes", Long.class),
                json.map(row.getString("facts")));
    }

    private @Nullable RunError error(ResultSet row) throws SQLException {
        String error = row.getString("error");
        return error == null ? null : json.read(error, RunError.class);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }
}
