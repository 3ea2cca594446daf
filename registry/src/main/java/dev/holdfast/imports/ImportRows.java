package dev.holdfast.imports;

import dev.holdfast.imports.ImportProgress.Count;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Ids;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.Role;
import java.net.URI;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Imports in the database. Times and leases are by the database's clock. */
@Component
class ImportRows {
    private static final String SELECT = """
            SELECT j.*, (SELECT count(*) FROM imports.left_out l WHERE l.job = j.id) AS left_out FROM imports.job j
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    ImportRows(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** An import that is to be worked on. */
    record Claimed(UUID id, ImportRequest request, Actor actor, Map<Count, Long> counts) {}

    void insert(UUID id, ImportRequest request, Actor actor) {
        jdbc.sql("""
                        INSERT INTO imports.job
                            (id, state, tracking_uri, credentials, experiments, models, artifacts, actor, role, created_at)
                        VALUES (:id, 'pending', :uri, :credentials, :experiments, :models, :artifacts, :actor, :role, now())
                        """)
                .param("id", id)
                .param("uri", request.trackingUri().toString())
                .param("credentials", json.writeValueAsString(request.credentials()))
                .param("experiments", array(request.experiments()))
                .param("models", array(request.models()))
                .param("artifacts", request.artifacts())
                .param("actor", actor.name())
                .param("role", actor.role().name())
                .update();
    }

    ImportJob get(UUID id) {
        return jdbc.sql(SELECT + "WHERE j.id = :id")
                .param("id", id)
                .query((rs, row) -> job(rs))
                .optional()
                .orElseThrow(() -> ProblemException.notFound("import " + id));
    }

    Page<ImportJob> list(PageRequest page) {
        String after = page.after(1).map(List::getFirst).orElse("ffffffff-ffff-ffff-ffff-ffffffffffff");
        List<ImportJob> jobs = jdbc.sql(SELECT + "WHERE j.id < :after ORDER BY j.id DESC LIMIT :limit")
                .param("after", Ids.parse("page_token", after))
                .param("limit", page.limit())
                .query((rs, row) -> job(rs))
                .list();
        return Page.of(jobs, page, job -> List.of(job.id().toString()));
    }

    Page<LeftOut> leftOut(UUID job, PageRequest page) {
        record Row(long id, LeftOut leftOut) {}
        List<Row> rows = jdbc.sql("""
                        SELECT id, kind, subject, reason FROM imports.left_out
                        WHERE job = :job AND id > :after ORDER BY id LIMIT :limit
                        """)
                .param("job", job)
                .param("after", page.afterNumber().orElse(0L))
                .param("limit", page.limit())
                .query((rs, row) -> new Row(
                        rs.getLong("id"),
                        new LeftOut(rs.getString("kind"), rs.getString("subject"), rs.getString("reason"))))
                .list();
        return Page.of(rows, page, row -> List.of(Long.toString(row.id()))).map(Row::leftOut);
    }

    /** Takes an import that nobody works on. */
    Optional<Claimed> claim(UUID worker, Duration lease) {
        return jdbc.sql("""
                        UPDATE imports.job SET state = 'running', leased_by = :worker, leased_until = now() + :lease * interval '1 ms'
                        WHERE id = (
                            SELECT id FROM imports.job
                            WHERE ended_at IS NULL AND (leased_until IS NULL OR leased_until < now())
                            ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
                        RETURNING *
                        """)
                .param("worker", worker)
                .param("lease", lease.toMillis())
                .query((rs, row) -> new Claimed(
                        rs.getObject("id", UUID.class),
                        new ImportRequest(
                                URI.create(rs.getString("tracking_uri")),
                                json.readValue(rs.getString("credentials"), ImportRequest.Credentials.class),
                                list(rs.getArray("experiments")),
                                list(rs.getArray("models")),
                                rs.getBoolean("artifacts")),
                        new Actor(rs.getString("actor"), Role.valueOf(rs.getString("role"))),
                        counts(rs.getString("progress"))))
                .optional();
    }

    /** Whether the import is still this worker's; false also when it was cancelled. */
    boolean renew(UUID job, UUID worker, Duration lease) {
        return jdbc.sql("""
                        UPDATE imports.job SET leased_until = now() + :lease * interval '1 ms'
                        WHERE id = :job AND leased_by = :worker AND ended_at IS NULL
                        """)
                        .param("job", job)
                        .param("worker", worker)
                        .param("lease", lease.toMillis())
                        .update()
                == 1;
    }

    boolean isDone(UUID job, String kind, String subject) {
        return jdbc.sql(
                        "SELECT EXISTS (SELECT FROM imports.done WHERE job = :job AND kind = :kind AND subject = :subject)")
                .param("job", job)
                .param("kind", kind)
                .param("subject", subject)
                .query(Boolean.class)
                .single();
    }

    /** Notes that something need not be looked at again, and what has come with it. */
    @Transactional
    void done(UUID job, String kind, String subject, Map<Count, Long> more) {
        int noted = jdbc.sql(
                        "INSERT INTO imports.done (job, kind, subject) VALUES (:job, :kind, :subject) ON CONFLICT DO NOTHING")
                .param("job", job)
                .param("kind", kind)
                .param("subject", subject)
                .update();
        if (noted == 1) {
            jdbc.sql("""
                            UPDATE imports.job SET progress = progress || coalesce((
                                SELECT jsonb_object_agg(key, value::bigint + coalesce((progress ->> key)::bigint, 0))
                                FROM jsonb_each_text(:more::jsonb)), '{}')
                            WHERE id = :job
                            """)
                    .param("more", json.writeValueAsString(more))
                    .param("job", job)
                    .update();
        }
    }

    void leaveOut(UUID job, LeftOut leftOut) {
        jdbc.sql("""
                        INSERT INTO imports.left_out (job, kind, subject, reason) VALUES (:job, :kind, :subject, :reason)
                        ON CONFLICT (job, kind, subject) DO UPDATE SET reason = excluded.reason
                        """)
                .param("job", job)
                .param("kind", leftOut.kind())
                .param("subject", leftOut.subject())
                .param("reason", leftOut.reason())
                .update();
    }

    /** Ends an import that is this worker's; false if it is no longer. */
    @Transactional
    boolean end(UUID job, UUID worker, ImportState state, @Nullable String error) {
        boolean ended = jdbc.sql("""
                        UPDATE imports.job SET state = :state, error = :error, ended_at = now(), credentials = NULL
                        WHERE id = :job AND leased_by = :worker AND ended_at IS NULL
                        """)
                        .param("state", wire(state))
                        .param("error", error)
                        .param("job", job)
                        .param("worker", worker)
                        .update()
                == 1;
        if (ended) {
            forgetDone(job);
        }
        return ended;
    }

    /** False where it has ended already. */
    boolean cancel(UUID job) {
        boolean cancelled = jdbc.sql("""
                        UPDATE imports.job SET state = 'cancelled', ended_at = now(), credentials = NULL
                        WHERE id = :job AND ended_at IS NULL
                        """).param("job", job).update() == 1;
        if (cancelled) {
            forgetDone(job);
        }
        return cancelled;
    }

    private void forgetDone(UUID job) {
        jdbc.sql("DELETE FROM imports.done WHERE job = :job").param("job", job).update();
    }

    private ImportJob job(ResultSet rs) throws SQLException {
        OffsetDateTime ended = rs.getObject("ended_at", OffsetDateTime.class);
        return new ImportJob(
                rs.getObject("id", UUID.class),
                ImportState.valueOf(rs.getString("state").toUpperCase(Locale.ROOT)),
                rs.getString("tracking_uri"),
                list(rs.getArray("experiments")),
                list(rs.getArray("models")),
                rs.getBoolean("artifacts"),
                ImportProgress.of(counts(rs.getString("progress"))),
                rs.getLong("left_out"),
                rs.getString("error"),
                rs.getString("actor"),
                rs.getObject("created_at", OffsetDateTime.class).toInstant(),
                ended == null ? null : ended.toInstant());
    }

    private Map<Count, Long> counts(String progress) {
        Map<Count, Long> counts = new EnumMap<>(Count.class);
        json.readTree(progress)
                .properties()
                .forEach(entry -> counts.put(
                        Count.valueOf(entry.getKey().toUpperCase(Locale.ROOT)),
                        entry.getValue().longValue()));
        return counts;
    }

    private static String @Nullable [] array(@Nullable List<String> names) {
        return names == null ? null : names.toArray(String[]::new);
    }

    private static @Nullable List<String> list(@Nullable Array names) throws SQLException {
        return names == null ? null : List.of((String[]) names.getArray());
    }

    private static String wire(ImportState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
