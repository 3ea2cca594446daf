package dev.holdfast.pipeline;

import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Pipelines and their versions in the database. */
@Component("pipelineDefinitionStore")
class DefinitionStore {
    private static final String PIPELINE = """
            SELECT p.*, v.digest, r.id AS run_id, r.state AS run_state, r.created_at AS run_created_at
            FROM pipeline.pipeline p
            JOIN pipeline.version v ON v.pipeline = p.name AND v.version = p.current_version
            LEFT JOIN LATERAL (SELECT id, state, created_at FROM pipeline.run
                               WHERE pipeline = p.name ORDER BY id DESC LIMIT 1) r ON true
            """;

    private final JdbcClient database;

    DefinitionStore(JdbcClient database) {
        this.database = database;
    }

    /** Makes {@code definition} the current version of the pipeline, which is made where there was none. */
    PipelineChange put(String name, @Nullable String description, String definition, String actor) {
        Digest digest = Digest.of(definition);
        database.sql("""
                        INSERT INTO pipeline.pipeline (name, description, current_version, created_by)
                        VALUES (:name, :description, 0, :actor) ON CONFLICT DO NOTHING""")
                .param("name", name)
                .param("description", description)
                .param("actor", actor)
                .update();
        lock(name);
        int created = database.sql("""
                        INSERT INTO pipeline.version (pipeline, version, digest, definition, created_by)
                        SELECT :name, coalesce(max(version), 0) + 1, :digest, :definition, :actor
                        FROM pipeline.version WHERE pipeline = :name
                        ON CONFLICT (pipeline, digest) DO NOTHING""")
                .param("name", name)
                .param("digest", digest.toString())
                .param("definition", definition)
                .param("actor", actor)
                .update();
        PipelineVersion version = database.sql(
                        "SELECT * FROM pipeline.version WHERE pipeline = :name AND digest = :digest")
                .param("name", name)
                .param("digest", digest.toString())
                .query(DefinitionStore::version)
                .single();
        database.sql("""
                        UPDATE pipeline.pipeline
                        SET current_version = :version, description = :description, updated_at = now()
                        WHERE name = :name AND current_version <> :version""")
                .param("version", version.version())
                .param("description", description)
                .param("name", name)
                .update();
        return new PipelineChange(version, created > 0);
    }

    /** From here to the end of the transaction nobody else decides about this pipeline's versions and triggered runs. */
    void lock(String name) {
        database.sql("SELECT name FROM pipeline.pipeline WHERE name = :name FOR UPDATE")
                .param("name", name)
                .query(String.class)
                .optional();
    }

    Pipeline pipeline(String name) {
        return database.sql(PIPELINE + "WHERE p.name = :name")
                .param("name", name)
                .query(DefinitionStore::pipeline)
                .optional()
                .orElseThrow(() -> ProblemException.notFound("pipeline \"" + name + "\""));
    }

    Page<Pipeline> pipelines(PageRequest page) {
        List<Pipeline> pipelines = database.sql(PIPELINE + "WHERE p.name > :after ORDER BY p.name LIMIT :limit")
                .param("after", page.after(1).map(List::getFirst).orElse(""))
                .param("limit", page.limit())
                .query(DefinitionStore::pipeline)
                .list();
        return Page.of(pipelines, page, pipeline -> List.of(pipeline.name()));
    }

    Page<PipelineVersion> versions(String name, PageRequest page) {
        pipeline(name);
        List<PipelineVersion> versions = database.sql("""
                        SELECT * FROM pipeline.version WHERE pipeline = :name AND version < :before
                        ORDER BY version DESC LIMIT :limit""")
                .param("name", name)
                .param("before", page.afterNumber().orElse(Long.MAX_VALUE))
                .param("limit", page.limit())
                .query(DefinitionStore::version)
                .list();
        return Page.of(versions, page, version -> List.of(Integer.toString(version.version())));
    }

    PipelineVersion version(String name, int version) {
        return database.sql("SELECT * FROM pipeline.version WHERE pipeline = :name AND version = :version")
                .param("name", name)
                .param("version", version)
                .query(DefinitionStore::version)
                .optional()
                .orElseThrow(() -> ProblemException.notFound("pipeline \"" + name + "\" version " + version));
    }

    private static Pipeline pipeline(ResultSet row, int number) throws SQLException {
        UUID run = row.getObject("run_id", UUID.class);
        return new Pipeline(
                row.getString("name"),
                row.getString("description"),
                row.getInt("current_version"),
                Digest.parse(row.getString("digest")),
                run == null ? null : latestRun(row, run),
                row.getTimestamp("created_at").toInstant(),
                row.getString("created_by"),
                row.getTimestamp("updated_at").toInstant());
    }

    private static Pipeline.LatestRun latestRun(ResultSet row, UUID id) throws SQLException {
        return new Pipeline.LatestRun(
                id,
                RunState.of(row.getString("run_state")),
                row.getTimestamp("run_created_at").toInstant());
    }

    private static PipelineVersion version(ResultSet row, int number) throws SQLException {
        return new PipelineVersion(
                row.getString("pipeline"),
                row.getInt("version"),
                Digest.parse(row.getString("digest")),
                row.getString("definition"),
                row.getTimestamp("created_at").toInstant(),
                row.getString("created_by"));
    }
}
