package dev.holdfast.pipeline;

import dev.holdfast.dataset.DuckDb;
import dev.holdfast.kernel.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Parts a table into rows to learn from and rows to be judged by. The same table and seed are parted alike everywhere. */
@Component("pipelineHoldoutSplit")
class HoldoutSplit {
    private static final String ROW = "__holdfast_row";
    private static final String RANK = "__holdfast_rank";
    private final DuckDb duckDb;

    HoldoutSplit(DuckDb duckDb) {
        this.duckDb = duckDb;
    }

    /**
     * The parts, as Parquet files in row order, or in the order that was asked for.
     *
     * @param holdout absent where nothing is held out
     * @param unlabelled rows left out of both since they have no label
     */
    record Parts(Path training, long trainingRows, @Nullable Path holdout, long holdoutRows, long unlabelled) {}

    Parts split(StepContext context, StepContext.Table table, StepSpec.Train spec, @Nullable String orderBy)
            throws IOException, SQLException {
        Path folder = Files.createDirectory(context.scratch().resolve("split"));
        Path spill = Files.createDirectory(context.scratch().resolve("spill"));
        Path training = folder.resolve("training.parquet");
        Path holdout = folder.resolve("holdout.parquet");
        try (Connection connection = duckDb.open(spill);
                Statement statement = connection.createStatement()) {
            duckDb.attach(connection, "data", table.file(), table.format(), spill);
            TableFiles.makeDeterministic(statement);
            duckDb.lock(connection, folder);
            String label = TableFiles.identifier(spec.label());
            statement.execute("CREATE TABLE labelled AS SELECT * FROM (SELECT *, row_number() OVER () AS " + ROW
                    + " FROM data) WHERE " + label + " IS NOT NULL");
            long all = count(statement, "data");
            long labelled = count(statement, "labelled");
            long held = held(spec, labelled);
            context.cancellation().check();
            statement.execute("CREATE TABLE ranked AS SELECT *, row_number() OVER (ORDER BY " + order(spec, orderBy)
                    + ROW + ") AS " + RANK + " FROM labelled");
            // A random choice stays in the order of the file; a chosen order is the order of both parts.
            String sort = orderBy == null ? ROW : RANK;
            copy(statement, RANK + " <= " + (labelled - held), sort, training);
            if (held > 0) {
                copy(statement, RANK + " > " + (labelled - held), sort, holdout);
            }
            return new Parts(training, labelled - held, held > 0 ? holdout : null, held, all - labelled);
        }
    }

    private static long held(StepSpec.Train spec, long labelled) {
        if (labelled == 0) {
            throw ProblemException.invalid(
                    "steps." + spec.name() + ".label",
                    spec.label(),
                    "has no value in any row of " + spec.data().text() + "; name a column with labels.");
        }
        double share = spec.holdout().share();
        if (share == 0) {
            return 0;
        }
        long held = Math.max(1, (long) Math.floor(labelled * share));
        if (held >= labelled) {
            throw ProblemException.invalid(
                    "steps." + spec.name() + ".holdout.share",
                    share,
                    "leaves no row to learn from: " + spec.data().text() + " has " + labelled + " labelled rows.");
        }
        return held;
    }

    private static String order(StepSpec.Train spec, @Nullable String orderBy) {
        if (orderBy == null) {
            // MD5 is the same in every version; DuckDB's own hash and random() are not.
            return "md5('" + spec.seed() + ":' || " + ROW + "), ";
        }
        return orderBy.equals(StepSpec.Holdout.FILE_ORDER) ? "" : TableFiles.identifier(orderBy) + " ASC NULLS FIRST, ";
    }

    private static void copy(Statement statement, String where, String sort, Path file) throws SQLException {
        statement.execute("COPY (SELECT * EXCLUDE (" + ROW + ", " + RANK + ") FROM ranked WHERE " + where + " ORDER BY "
                + sort + ") TO " + TableFiles.literal(file) + " (FORMAT parquet)");
    }

    private static long count(Statement statement, String table) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
            row.next();
            return row.getLong(1);
        }
    }
}
