package dev.holdfast.pipeline;

import dev.holdfast.background.Cancellation;
import dev.holdfast.dataset.DuckDb;
import dev.holdfast.kernel.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Runs the queries of a {@code sql} step in DuckDB, each into a Parquet file. */
@Component("pipelineSqlExecutor")
class SqlExecutor implements StepExecutor {
    private static final Pattern END = Pattern.compile("[;\\s]+$");
    private final DuckDb duckDb;

    SqlExecutor(DuckDb duckDb) {
        this.duckDb = duckDb;
    }

    @Override
    public StepKind kind() {
        return StepKind.SQL;
    }

    @Override
    public StepResult execute(StepContext context) throws IOException, SQLException {
        StepSpec.Sql spec = context.spec(StepSpec.Sql.class);
        Path output = Files.createDirectory(context.scratch().resolve("output"));
        Path spill = Files.createDirectory(context.scratch().resolve("spill"));
        List<Artifact> made = new ArrayList<>();
        try (Connection connection = duckDb.open(spill);
                Statement statement = connection.createStatement()) {
            for (Reference input : spec.references()) {
                StepContext.Table table = context.table(input);
                duckDb.attach(connection, input.output(), table.file(), table.format(), spill);
            }
            TableFiles.makeDeterministic(statement);
            duckDb.lock(connection, output);
            int done = 0;
            for (Map.Entry<String, String> query : spec.outputs().entrySet()) {
                context.cancellation().check();
                Path file = output.resolve(query.getKey() + ".parquet");
                long rows = run(context, connection, spec.name(), query, file);
                made.add(context.store(
                        query.getKey(), OutputKind.TABLE, file, Map.of("format", "parquet", "rows", rows)));
                context.progress((double) ++done / spec.outputs().size());
            }
        }
        made.forEach(table -> context.log("Output " + table.name() + ": "
                + table.facts().get("rows") + " rows, " + table.requiredDigest() + "."));
        return StepResult.of(made);
    }

    private static long run(
            StepContext context, Connection connection, String step, Map.Entry<String, String> query, Path file)
            throws SQLException {
        String select = END.matcher(query.getValue()).replaceAll("");
        // query() takes one SELECT and nothing else. The statement is our own: DuckDB cancels only the one that runs.
        try (Statement statement = connection.createStatement();
                Cancellation.Registration _ = context.cancellation().interrupts(statement)) {
            return statement.executeLargeUpdate("COPY (SELECT * FROM query(" + TableFiles.literal(select) + ")) TO "
                    + TableFiles.literal(file) + " (FORMAT parquet, COMPRESSION zstd)");
        } catch (SQLException e) {
            context.cancellation().check();
            throw ProblemException.invalid(
                    "steps." + step + ".outputs." + query.getKey(), query.getValue(), "DuckDB says: " + sentence(e));
        }
    }

    private static String sentence(SQLException e) {
        return String.valueOf(e.getMessage())
                .lines()
                .map(line -> line.replaceFirst("^java\\.sql\\.SQLException: ", ""))
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("it failed.");
    }
}
