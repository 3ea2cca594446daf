package dev.holdfast.tracking;

import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads runs with what they logged, as our own API shows them. */
@Component
class RunReader {
    private static final String SELECT =
            "SELECT r.*, e.name AS experiment_name FROM tracking.run r JOIN tracking.experiment e ON e.id = r.experiment ";

    private final JdbcClient jdbc;

    RunReader(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Run> get(String runId) {
        return load(jdbc.sql(SELECT + "WHERE r.run_id = :runId")
                        .param("runId", Checks.run(runId))
                        .query((rs, row) -> row(rs))
                        .list())
                .stream()
                .findFirst();
    }

    Page<Run> page(long experiment, PageRequest page) {
        Map<String, Object> parameters = new HashMap<>(Map.of("experiment", experiment, "limit", page.limit()));
        String after = page.after(2)
                .map(keys -> {
                    parameters.put("start", number(page, keys.getFirst()));
                    parameters.put("runId", tokenUuid(page, keys.getLast()));
                    return "AND (r.start_time_ms < :start OR (r.start_time_ms = :start AND r.run_id > :runId)) ";
                })
                .orElse("");
        List<Row> rows = jdbc.sql(SELECT + "WHERE r.experiment = :experiment AND r.lifecycle = 'active' " + after
                        + "ORDER BY r.start_time_ms DESC, r.run_id LIMIT :limit")
                .params(parameters)
                .query((rs, row) -> row(rs))
                .list();
        Page<Row> found = Page.of(
                rows,
                page,
                row -> List.of(
                        Long.toString(row.run().startTime().toEpochMilli()),
                        row.run().runId()));
        return new Page<>(load(found.items()), found.nextPageToken());
    }

    /** The runs of these rows, in this order; those that were deleted for good in the meantime are left out. */
    List<Run> get(List<RunRevision> runs) {
        Map<Long, Row> found = new HashMap<>();
        jdbc.sql(SELECT + "WHERE r.id = ANY(:ids)")
                .param("ids", runs.stream().map(RunRevision::id).toArray(Long[]::new))
                .query((RowCallbackHandler) rs -> {
                    Row row = row(rs);
                    found.put(row.id(), row);
                });
        return load(runs.stream()
                .map(run -> Optional.ofNullable(found.get(run.id())))
                .flatMap(Optional::stream)
                .toList());
    }

    /** Adds what the runs logged: four queries, however many runs there are. */
    private List<Run> load(List<Row> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        Map<Long, Run> runs = new LinkedHashMap<>();
        rows.forEach(row -> runs.put(row.id(), row.run()));
        each(
                "SELECT run, key, value FROM tracking.param",
                runs,
                (rs, run) -> run.params().put(rs.getString("key"), rs.getString("value")));
        each(
                "SELECT run, key, value FROM tracking.tag",
                runs,
                (rs, run) -> run.tags().put(rs.getString("key"), rs.getString("value")));
        each("SELECT run, key, value, timestamp_ms, step FROM tracking.metric", runs, (rs, run) -> {
            Metric metric = new Metric(
                    rs.getString("key"),
                    rs.getDouble("value"),
                    Instant.ofEpochMilli(rs.getLong("timestamp_ms")),
                    rs.getLong("step"));
            run.metrics().put(metric.key(), metric);
        });
        jdbc.sql("""
                        SELECT i.run, i.context, d.name, d.version, d.digest
                        FROM tracking.input i JOIN tracking.dataset d ON d.id = i.dataset
                        WHERE i.run = ANY(:runs) AND d.version IS NOT NULL ORDER BY d.name, d.id, i.context
                        """).param("runs", runs.keySet().toArray(Long[]::new)).query((RowCallbackHandler) rs -> of(runs, rs)
                .inputs()
                .add(new DatasetInput(
                        rs.getString("name"),
                        rs.getInt("version"),
                        Digest.parse(rs.getString("digest")),
                        rs.getString("context"))));
        return new ArrayList<>(runs.values());
    }

    private void each(String select, Map<Long, Run> runs, Logged logged) {
        jdbc.sql(select + " WHERE run = ANY(:runs) ORDER BY run, key")
                .param("runs", runs.keySet().toArray(Long[]::new))
                .query((RowCallbackHandler) rs -> logged.add(rs, of(runs, rs)));
    }

    private static Run of(Map<Long, Run> runs, ResultSet rs) throws SQLException {
        Run run = runs.get(rs.getLong("run"));
        if (run == null) {
            throw new IllegalStateException("The query gave a run that was not asked for");
        }
        return run;
    }

    private static Row row(ResultSet rs) throws SQLException {
        long end = rs.getLong("end_time_ms");
        boolean hasEnd = !rs.wasNull();
        Run run = new Run(
                rs.getString("run_id").replace("-", ""),
                rs.getString("experiment_name"),
                rs.getString("name"),
                RunStatus.valueOf(rs.getString("status").toUpperCase(Locale.ROOT)),
                RunStore.lifecycle(rs.getString("lifecycle")),
                Instant.ofEpochMilli(rs.getLong("start_time_ms")),
                hasEnd ? Instant.ofEpochMilli(end) : null,
                rs.getString("user_name"),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new ArrayList<>());
        return new Row(rs.getLong("id"), run);
    }

    private static long number(PageRequest page, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw badToken(page);
        }
    }

    private static UUID tokenUuid(PageRequest page, String text) {
        return Checks.runUuid(text).orElseThrow(() -> badToken(page));
    }

    private static ProblemException badToken(PageRequest page) {
        return ProblemException.malformed(
                "page_token",
                page.pageToken(),
                "is not one that this list gave; leave it out to start from the beginning.");
    }

    private record Row(long id, Run run) {}

    @FunctionalInterface
    private interface Logged {
        void add(ResultSet rs, Run run) throws SQLException;
    }
}
