package dev.holdfast.batch;

import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.Ids;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Jobs as the database has them. */
@Component
class BatchJobStore {
    private static final TypeReference<List<FieldError>> ERRORS = new TypeReference<>() {};

    private final JdbcClient database;
    private final JsonMapper mapper;

    BatchJobStore(JdbcClient database, JsonMapper mapper) {
        this.database = database;
        this.mapper = mapper;
    }

    UUID create(BatchPlan plan, String actor) {
        UUID id = Ids.next();
        database.sql("""
                        INSERT INTO batch.job (id, deployment, release, model, model_version, dataset, dataset_version, columns,
                            inputs, prefix, output_dataset, chunk_rows, on_error, note, state, rows_total, widths,
                            created_by)
                        VALUES (:id, :deployment, :release, :model, :modelVersion, :dataset, :version, :columns, :inputs, :prefix,
                            :output, :chunkRows, :onError, :note, 'pending', :rows, :widths, :actor)""")
                .param("id", id)
                .param("deployment", plan.release().deployment())
                .param("release", plan.release().number())
                .param("model", plan.release().model())
                .param("modelVersion", plan.release().modelVersion())
                .param("dataset", plan.source().name())
                .param("version", plan.source().version())
                .param("columns", plan.columns().toArray(String[]::new))
                .param("inputs", plan.inputs().toArray(String[]::new))
                .param("prefix", plan.prefix())
                .param("output", plan.outputDataset())
                .param("chunkRows", plan.chunkRows())
                .param("onError", plan.onError().wireName())
                .param("note", plan.note())
                .param("rows", plan.source().rows())
                .param("widths", plan.widths() == null ? null : plan.widths().toArray(Integer[]::new))
                .param("actor", actor)
                .update();
        return id;
    }

    BatchJob job(UUID id) {
        return database.sql("SELECT * FROM batch.job WHERE id = :id")
                .param("id", id)
                .query(this::row)
                .optional()
                .orElseThrow(() -> ProblemException.notFound("batch job \"" + id + "\""));
    }

    /** Newest first. */
    Page<BatchJob> jobs(BatchJobFilter filter, PageRequest page) {
        UUID before = page.after(1)
                .map(keys -> Ids.parse("page_token", keys.getFirst()))
                .orElse(new UUID(-1, -1));
        List<BatchJob> jobs = database.sql("""
                        SELECT * FROM batch.job WHERE id < :before
                          AND (CAST(:deployment AS text) IS NULL OR deployment = :deployment)
                          AND (CAST(:state AS text) IS NULL OR state = :state)
                          AND (CAST(:dataset AS text) IS NULL OR dataset = :dataset)
                          AND (CAST(:output AS text) IS NULL OR output_dataset = :output)
                        ORDER BY id DESC LIMIT :limit""")
                .param("before", before)
                .param("deployment", filter.deployment())
                .param("state", filter.state() == null ? null : filter.state().wireName())
                .param("dataset", filter.dataset())
                .param("output", filter.outputDataset())
                .param("limit", page.limit())
                .query(this::row)
                .list();
        return Page.of(jobs, page, job -> List.of(job.id().toString()));
    }

    /** The jobs that a version of a model has worked for, oldest first. */
    List<BatchJob> ofModel(String model, @Nullable Integer version) {
        return database.sql("""
                        SELECT * FROM batch.job
                        WHERE model = :model AND (CAST(:version AS integer) IS NULL OR model_version = :version)
                          AND state = 'succeeded'
                        ORDER BY id""")
                .param("model", model)
                .param("version", version)
                .query(this::row)
                .list();
    }

    /** Elements in a row of each of the model's outputs; empty where they are not known yet. */
    Optional<List<Integer>> widths(UUID id) {
        return database.sql("SELECT widths FROM batch.job WHERE id = :id AND widths IS NOT NULL")
                .param("id", id)
                .query((row, number) ->
                        List.of((Integer[]) row.getArray("widths").getArray()))
                .optional();
    }

    private BatchJob row(ResultSet row, int number) throws SQLException {
        BatchJobState state = BatchJobState.of(row.getString("state"));
        long total = row.getLong("rows_total");
        long done = row.getLong("rows_done");
        Instant began = instant(row, "attempt_at");
        Instant chunk = instant(row, "chunk_at");
        Double rate = null;
        if (began != null && chunk != null && chunk.isAfter(began)) {
            double seconds = Duration.between(began, chunk).toNanos() / (double) TimeUnit.SECONDS.toNanos(1);
            rate = Math.round((done - row.getLong("attempt_rows")) / seconds * 10) / 10.0;
        }
        boolean known = state == BatchJobState.RUNNING && rate != null && rate > 0;
        String error = row.getString("error");
        Integer output = row.getObject("output_version", Integer.class);
        return new BatchJob(
                row.getObject("id", UUID.class),
                state,
                row.getString("deployment"),
                row.getInt("release"),
                row.getString("model"),
                row.getInt("model_version"),
                row.getString("dataset"),
                row.getInt("dataset_version"),
                texts(row.getArray("columns")),
                texts(row.getArray("inputs")),
                row.getString("prefix"),
                row.getString("output_dataset"),
                output,
                row.getInt("chunk_rows"),
                OnRowError.valueOf(row.getString("on_error").toUpperCase(java.util.Locale.ROOT)),
                row.getString("note"),
                row.getInt("attempt"),
                total,
                done,
                row.getLong("rows_failed"),
                mapper.readValue(row.getString("row_errors"), ERRORS),
                rate,
                known && rate != null ? (Long) Math.round((total - done) * 1000 / rate) : null,
                error == null ? null : mapper.readValue(error, BatchJobError.class),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getString("created_by"),
                instant(row, "started_at"),
                instant(row, "ended_at"));
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
