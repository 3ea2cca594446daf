package dev.holdfast.monitoring;

import dev.holdfast.dataset.ColumnType;
import dev.holdfast.dataset.DatasetFormat;
import dev.holdfast.dataset.DuckDb;
import dev.holdfast.storage.BlobStore;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Writes labelled traffic as a table that a model can be trained on. */
@Component
class TrafficExport {
    private static final TypeReference<LinkedHashMap<String, @Nullable Object>> ROW = new TypeReference<>() {};
    private static final String LAST = """
            SELECT label.prediction_id, label.row_number, label.predicted_at, label.true_class, label.true_number,
                prediction.features, prediction.model, prediction.model_version
            FROM monitoring.label JOIN monitoring.prediction
                ON prediction.prediction_id = label.prediction_id AND prediction.row_number = label.row_number
                AND prediction.predicted_at = label.predicted_at
            WHERE label.deployment = ?
            ORDER BY label.predicted_at DESC, label.prediction_id DESC, label.row_number DESC
            LIMIT ?
            """;

    private final JdbcClient database;
    private final JsonMapper json;
    private final ReferenceStore references;
    private final ModelFacts facts;
    private final DuckDb duckDb;
    private final BlobStore blobs;

    TrafficExport(
            JdbcClient database,
            JsonMapper json,
            ReferenceStore references,
            ModelFacts facts,
            DuckDb duckDb,
            BlobStore blobs) {
        this.database = database;
        this.json = json;
        this.references = references;
        this.facts = facts;
        this.duckDb = duckDb;
        this.blobs = blobs;
    }

    long labelledRows(String deployment) {
        return database.sql("SELECT count(*) FROM monitoring.label WHERE deployment = ?")
                .param(deployment)
                .query(Long.class)
                .single();
    }

    /** The newest labelled row says which columns there are: those of the model that served last. */
    private record Newest(List<String> features, String model, int version) {}

    @Transactional(readOnly = true)
    public Optional<LabelledTraffic> write(String deployment, int lastRows, Path target) {
        Optional<Newest> newest = database.sql(LAST)
                .params(deployment, 1)
                .query((row, number) -> new Newest(
                        List.copyOf(
                                json.readValue(row.getString("features"), ROW).keySet()),
                        row.getString("model"),
                        row.getInt("model_version")))
                .optional();
        return newest.map(found -> write(deployment, lastRows, target, found));
    }

    private LabelledTraffic write(String deployment, int lastRows, Path target, Newest newest) {
        String named = facts.of(newest.model(), newest.version()).labelColumn();
        String label = named == null ? "label" : named;
        Map<String, ReferenceColumn> known =
                references.load(newest.model(), newest.version()).inputs();
        List<ExportColumn> columns = new ArrayList<>();
        newest.features().stream()
                .filter(name -> !name.equals(label))
                .forEach(name -> columns.add(new ExportColumn(name, type(known, name))));
        ExportColumn labels = new ExportColumn(label, type(known, label));
        Path scratch = blobs.newScratchFile("-traffic");
        try {
            Files.createDirectories(scratch);
            Path text = scratch.resolve("traffic.csv");
            Span span = writeText(deployment, lastRows, text, columns, labels);
            columns.add(labels);
            toParquet(text, target, columns, scratch);
            return new LabelledTraffic(target, DatasetFormat.PARQUET, span.rows, label, span.firstAt, span.lastAt);
        } catch (IOException e) {
            throw new UncheckedIOException("Labelled traffic could not be written", e);
        } catch (SQLException e) {
            throw new IllegalStateException("Labelled traffic could not be turned into Parquet", e);
        } finally {
            delete(scratch);
        }
    }

    private static @Nullable ColumnType type(Map<String, ReferenceColumn> known, String name) {
        ReferenceColumn column = known.get(name);
        return column == null ? null : column.type();
    }

    private static final class Span {
        private long rows;
        private Instant firstAt = Instant.EPOCH;
        private Instant lastAt = Instant.EPOCH;
    }

    private Span writeText(String deployment, int lastRows, Path text, List<ExportColumn> columns, ExportColumn labels)
            throws IOException {
        Span span = new Span();
        try (BufferedWriter out = Files.newBufferedWriter(text)) {
            database.sql("SELECT * FROM (" + LAST + ") AS last ORDER BY predicted_at, prediction_id, row_number")
                    .params(deployment, lastRows)
                    .query(row -> {
                        Map<String, @Nullable Object> features = json.readValue(row.getString("features"), ROW);
                        StringBuilder line = new StringBuilder();
                        for (ExportColumn column : columns) {
                            column.append(line, features.get(column.name()));
                            line.append(',');
                        }
                        String trueClass = row.getString("true_class");
                        labels.append(line, trueClass != null ? trueClass : (Object) row.getDouble("true_number"));
                        line.append('\n');
                        write(out, line);
                        span.lastAt = row.getTimestamp("predicted_at").toInstant();
                        span.firstAt = span.rows == 0 ? span.lastAt : span.firstAt;
                        span.rows++;
                    });
        }
        return span;
    }

    private static void write(BufferedWriter out, StringBuilder line) {
        try {
            out.append(line);
        } catch (IOException e) {
            throw new UncheckedIOException("Labelled traffic could not be written", e);
        }
    }

    /** One thread and a fixed order: the same rows give the same bytes. */
    private void toParquet(Path text, Path target, List<ExportColumn> columns, Path scratch) throws SQLException {
        StringBuilder types = new StringBuilder();
        for (ExportColumn column : columns) {
            types.append(types.isEmpty() ? "" : ", ")
                    .append(literal(column.name()))
                    .append(": ")
                    .append(literal(column.sqlType()));
        }
        try (Connection connection = duckDb.open(scratch);
                Statement statement = connection.createStatement()) {
            statement.execute("SET threads = 1");
            statement.execute("COPY (SELECT * FROM read_csv(" + literal(text.toString())
                    + ", columns = {" + types + "}, header = false, auto_detect = false, delim = ',', quote = '\"',"
                    + " escape = '\"', nullstr = '', allow_quoted_nulls = false, new_line = '\\n', parallel = false,"
                    + " null_padding = false)) TO "
                    + literal(target.toString()) + " (FORMAT parquet, COMPRESSION zstd)");
        }
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static void delete(Path scratch) {
        try {
            if (Files.exists(scratch)) {
                Files.walkFileTree(scratch, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                            throws IOException {
                        Files.delete(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The scratch directory could not be emptied", e);
        }
    }
}
