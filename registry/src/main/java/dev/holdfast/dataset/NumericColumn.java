package dev.holdfast.dataset;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * Profiles one numeric column. Up to {@link #EXACT_ROWS} rows every figure is exact. Beyond that columns with many distinct values
 * get their quantiles and bin edges from a seeded sample, and a second pass counts every value into the bins.
 */
final class NumericColumn {
    /** Rows that are sorted in memory, 16 MiB for each column at work. */
    static final int EXACT_ROWS = 1 << 20;

    static final int TOP_VALUES = 10;
    private static final int SAMPLE = 1 << 18;
    private static final int FEW_DISTINCT = 10_000;
    private static final long SEED = 20_260_101;
    private static final double EXACT_INTEGERS = 0x1p53;

    private final ProfileWorker worker;
    private final DuckDBConnection connection;
    private final TableFile table;
    private final TableFile.Field field;
    private final NumberScan scan = new NumberScan();

    NumericColumn(ProfileWorker worker, TableFile table, TableFile.Field field) {
        this.worker = worker;
        this.connection = worker.connection();
        this.table = table;
        this.field = field;
    }

    ColumnProfile profile(long rows, int exactRows) throws SQLException {
        if (rows <= exactRows) {
            SortBuffer values = worker.buffer((int) rows);
            scan.run(connection, table, field, values::add);
            return exact(rows, values.runs());
        }
        long estimate = approximateDistinct();
        return estimate <= FEW_DISTINCT ? exact(rows, countedRuns()) : sampled(rows, estimate);
    }

    private ColumnProfile exact(long rows, ValueRuns runs) {
        List<ValueCount> top = runs.mostFrequent(TOP_VALUES).stream()
                .map(run -> new ValueCount(format(runs.value(run)), runs.countOf(run)))
                .toList();
        long distinct = (long) runs.distinct() + scan.distinctInfinities();
        if (runs.isEmpty()) {
            return result(rows, distinct, false, null, null, runs.moments(), runs, top, emptyBins());
        }
        NumericBins bins = runs.count(runs.innerEdges(NumericBins.MAX_BINS)).enclose(runs.min(), runs.max(), scan);
        return result(rows, distinct, false, runs.min(), runs.max(), runs.moments(), runs, top, bins);
    }

    private ColumnProfile sampled(long rows, long distinct) throws SQLException {
        Sampler sampler = new Sampler(worker.buffer(SAMPLE));
        scan.run(connection, table, field, sampler::add);
        ValueRuns sample = sampler.reservoir.runs();
        BinCounts bins = new BinCounts(sample.innerEdges(NumericBins.MAX_BINS));
        scan.run(connection, table, field, bins::add);
        NumericBins counted = bins.enclose(sampler.min, sampler.max, scan);
        return result(rows, distinct, true, sampler.min, sampler.max, sampler.moments, sample, List.of(), counted);
    }

    private ColumnProfile result(
            long rows,
            long distinct,
            boolean approximate,
            @Nullable Double min,
            @Nullable Double max,
            Moments moments,
            ValueRuns runs,
            List<ValueCount> top,
            NumericBins bins) {
        return new ColumnProfile(
                field.column().name(),
                field.column().type(),
                rows - scan.nulls(),
                scan.nulls(),
                scan.nans(),
                distinct,
                approximate,
                min,
                max,
                moments.mean(),
                moments.standardDeviation(),
                runs.quantiles(),
                top,
                bins);
    }

    private NumericBins emptyBins() {
        return new NumericBins(
                List.of(),
                List.of(),
                List.of(),
                scan.negativeInfinities(),
                scan.positiveInfinities(),
                scan.nulls(),
                scan.nans());
    }

    private long approximateDistinct() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT approx_count_distinct(value) FROM (SELECT "
                        + field.asNumber() + " AS value FROM " + table.relation() + ") WHERE NOT isnan(value)")) {
            result.next();
            return result.getLong(1);
        }
    }

    private ValueRuns countedRuns() throws SQLException {
        List<Double> values = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT value, count(*) FROM (SELECT " + field.asNumber()
                        + " + 0.0 AS value FROM " + table.relation() + ") GROUP BY value ORDER BY value NULLS LAST")) {
            while (result.next()) {
                double value = result.getDouble(1);
                boolean missing = result.wasNull();
                long count = result.getLong(2);
                if (missing || !Double.isFinite(value)) {
                    scan.count(missing, value, count);
                } else {
                    values.add(value);
                    counts.add(count);
                }
            }
        }
        return ValueRuns.counted(
                values.stream().mapToDouble(Double::doubleValue).toArray(),
                counts.stream().mapToLong(Long::longValue).toArray());
    }

    private String format(double value) {
        return switch (field.column().type()) {
            case BOOLEAN -> value == 0 ? "false" : "true";
            case INTEGER ->
                Math.abs(value) < EXACT_INTEGERS ? Long.toString((long) value) : new BigDecimal(value).toPlainString();
            case FLOAT, STRING, OTHER -> Double.toString(value);
            case DATE ->
                LocalDate.ofEpochDay(Math.floorDiv((long) value, 86_400L)).toString();
            case TIMESTAMP -> {
                long seconds = (long) Math.floor(value);
                // A double holds about microseconds of today's times.
                long micros = Math.round((value - seconds) * 1e6);
                yield Instant.ofEpochSecond(seconds, micros * 1_000).toString();
            }
        };
    }

    /** Keeps an even sample of what passes (reservoir sampling), the same for the same values in the same order. */
    private static final class Sampler {
        private final SortBuffer reservoir;
        private final SplittableRandom random = new SplittableRandom(SEED);
        private final Moments moments = new Moments();
        private double min = Double.POSITIVE_INFINITY;
        private double max = Double.NEGATIVE_INFINITY;

        Sampler(SortBuffer reservoir) {
            this.reservoir = reservoir;
        }

        void add(double value) {
            min = Math.min(min, value);
            max = Math.max(max, value);
            long seen = moments.count();
            moments.add(value, 1);
            if (seen < SAMPLE) {
                reservoir.add(value);
            } else {
                long slot = random.nextLong(seen + 1);
                if (slot < SAMPLE) {
                    reservoir.set((int) slot, value);
                }
            }
        }
    }
}
