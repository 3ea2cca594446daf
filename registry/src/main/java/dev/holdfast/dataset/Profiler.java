package dev.holdfast.dataset;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.duckdb.DuckDBConnection;

/** Computes the statistics of a table, several columns at a time. The same rows in the same order give the same profile. */
final class Profiler {
    private static final int LONGEST_CATEGORY = 256;

    private final TableFile table;
    private final int exactRows;

    Profiler(TableFile table) {
        this(table, NumericColumn.EXACT_ROWS);
    }

    /** For tests: the other way of profiling numbers needs no millions of rows then. */
    Profiler(TableFile table, int exactRows) {
        this.table = table;
        this.exactRows = exactRows;
    }

    DatasetProfile profile(DuckDBConnection connection, int threads) throws SQLException {
        long rows = rows(connection);
        BlockingQueue<ProfileWorker> workers = new ArrayBlockingQueue<>(threads);
        try {
            for (int i = 0; i < threads; i++) {
                workers.add(new ProfileWorker(connection.duplicate()));
            }
            return new DatasetProfile(rows, columns(rows, workers, threads));
        } finally {
            for (ProfileWorker each : workers) {
                each.close();
            }
        }
    }

    private List<ColumnProfile> columns(long rows, BlockingQueue<ProfileWorker> workers, int threads)
            throws SQLException {
        try (ExecutorService executor = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("profile-", 0).factory())) {
            List<Future<ColumnProfile>> pending = new ArrayList<>();
            for (TableFile.Field field : table.fields()) {
                pending.add(executor.submit(() -> {
                    ProfileWorker worker = workers.take();
                    try {
                        return column(worker, field, rows);
                    } finally {
                        workers.add(worker);
                    }
                }));
            }
            try {
                List<ColumnProfile> profiles = new ArrayList<>();
                for (Future<ColumnProfile> each : pending) {
                    profiles.add(each.get());
                }
                return profiles;
            } catch (ExecutionException e) {
                executor.shutdownNow();
                if (e.getCause() instanceof SQLException cause) {
                    throw cause;
                }
                throw new IllegalStateException("Profiling failed", e);
            } catch (InterruptedException e) {
                executor.shutdownNow();
                Thread.currentThread().interrupt();
                throw new CancellationException("Interrupted while profiling");
            }
        }
    }

    private ColumnProfile column(ProfileWorker worker, TableFile.Field field, long rows) throws SQLException {
        return switch (field.column().type()) {
            case BOOLEAN, INTEGER, FLOAT, TIMESTAMP, DATE ->
                new NumericColumn(worker, table, field).profile(rows, exactRows);
            case STRING -> text(worker.connection(), field, rows);
            case OTHER -> other(worker.connection(), field, rows);
        };
    }

    private ColumnProfile text(DuckDBConnection connection, TableFile.Field field, long rows) throws SQLException {
        String sql = """
                WITH grouped AS MATERIALIZED (
                  SELECT %s AS value, count(*) AS n FROM %s WHERE %s IS NOT NULL GROUP BY 1)
                SELECT total.*, top.value, top.n
                FROM (SELECT coalesce(sum(n), 0)::BIGINT, count(*) FROM grouped) AS total(n, distinct_values)
                LEFT JOIN (SELECT value, n FROM grouped WHERE length(value) <= %d AND NOT contains(value, chr(0)) ORDER BY n DESC, value LIMIT %d) AS top
                  ON true
                ORDER BY top.n DESC, top.value
                """.formatted(
                field.asText(), table.relation(), field.identifier(), LONGEST_CATEGORY, CategoricalBins.MAX_CATEGORIES);
        long count = 0;
        long distinct = 0;
        List<ValueCount> top = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                count = result.getLong(1);
                distinct = result.getLong(2);
                String value = result.getString(3);
                if (value != null) {
                    top.add(new ValueCount(value, result.getLong(4)));
                }
            }
        }
        long listed = top.stream().mapToLong(ValueCount::count).sum();
        CategoricalBins bins = new CategoricalBins(
                top.stream().map(ValueCount::value).toList(),
                top.stream().map(ValueCount::count).toList(),
                count - listed,
                rows - count);
        return withoutNumbers(
                field, rows, count, distinct, top.subList(0, Math.min(top.size(), NumericColumn.TOP_VALUES)), bins);
    }

    private ColumnProfile other(DuckDBConnection connection, TableFile.Field field, long rows) throws SQLException {
        long count = number(connection, "SELECT count(" + field.identifier() + ") FROM " + table.relation());
        return withoutNumbers(
                field, rows, count, 0, List.of(), new CategoricalBins(List.of(), List.of(), count, rows - count));
    }

    private static ColumnProfile withoutNumbers(
            TableFile.Field field, long rows, long count, long distinct, List<ValueCount> top, CategoricalBins bins) {
        Column column = field.column();
        return new ColumnProfile(
                column.name(),
                column.type(),
                count,
                rows - count,
                0,
                distinct,
                false,
                null,
                null,
                null,
                null,
                Map.of(),
                List.copyOf(top),
                bins);
    }

    private long rows(DuckDBConnection connection) throws SQLException {
        return number(connection, "SELECT count(*) FROM " + table.relation());
    }

    private static long number(DuckDBConnection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }
}
