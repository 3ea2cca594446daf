package dev.holdfast.pipeline;

import dev.holdfast.kernel.Digest;
import dev.holdfast.storage.BlobReferences;
import dev.holdfast.storage.BlobStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What steps have made. */
@Component("pipelineOutputStore")
class OutputStore implements BlobReferences {
    private static final int FETCH = 1_000;
    private final JdbcClient database;
    private final BlobStore blobs;
    private final Json json;

    OutputStore(JdbcClient database, BlobStore blobs, Json json) {
        this.database = database;
        this.blobs = blobs;
        this.json = json;
    }

    /** Outputs that an earlier run made. */
    record Cached(UUID run, List<Artifact> outputs) {}

    void add(UUID run, String step, List<Artifact> artifacts) {
        for (Artifact artifact : artifacts) {
            database.sql("""
                            INSERT INTO pipeline.output (run_id, step, name, kind, digest, size_bytes, facts)
                            VALUES (:run, :step, :name, :kind, :digest, :size, :facts::jsonb)""")
                    .param("run", run)
                    .param("step", step)
                    .param("name", artifact.name())
                    .param("kind", artifact.kind().wireName())
                    .param(
                            "digest",
                            artifact.digest() == null ? null : artifact.digest().toString())
                    .param("size", artifact.sizeBytes())
                    .param("facts", json.write(artifact.facts()))
                    .update();
        }
    }

    Optional<Artifact> find(UUID run, String step, String name) {
        return database.sql("SELECT * FROM pipeline.output WHERE run_id = :run AND step = :step AND name = :name")
                .param("run", run)
                .param("step", step)
                .param("name", name)
                .query(this::artifact)
                .optional();
    }

    /** The newest success under the key that ran itself, if all its files are still there. */
    Optional<Cached> findCached(Digest key) {
        return database.sql("""
                        SELECT run_id, name FROM pipeline.step
                        WHERE state = 'succeeded' AND cache_key = :key AND cached_from IS NULL
                        ORDER BY ended_at DESC LIMIT 1""")
                .param("key", key.toString())
                .query((row, number) -> new Cached(
                        row.getObject("run_id", UUID.class),
                        outputs(row.getObject("run_id", UUID.class), row.getString("name"))))
                .optional()
                .filter(cached -> cached.outputs().stream()
                        .allMatch(output -> output.digest() == null || blobs.exists(output.digest())));
    }

    private List<Artifact> outputs(UUID run, String step) {
        return database.sql("SELECT * FROM pipeline.output WHERE run_id = :run AND step = :step ORDER BY name")
                .param("run", run)
                .param("step", step)
                .query(this::artifact)
                .list();
    }

    private Artifact artifact(ResultSet row, int number) throws SQLException {
        return new Artifact(
                row.getString("name"),
                OutputKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                Json.digest(row.getString("digest")),
                row.getObject("size_bytes", Long.class),
                json.map(row.getString("facts")));
    }

    /** Outputs are kept as long as their runs, and runs are kept. */
    @Override
    @Transactional(readOnly = true)
    public void forEachReferenced(Consumer<Digest> consumer) {
        try (var digests = database
                .sql("SELECT DISTINCT digest FROM pipeline.output WHERE digest IS NOT NULL")
                .withFetchSize(FETCH)
                .query(String.class)
                .stream()) {
            digests.map(Digest::parse).forEach(consumer);
        }
    }
}
