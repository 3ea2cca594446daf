package dev.holdfast.tracking;

import dev.holdfast.artifact.ArtifactOwner;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes the logged models' tables, and knows where their artifacts lie. */
@Component
class LoggedModelStore implements ArtifactOwner {
    private final JdbcClient jdbc;

    LoggedModelStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    long insert(String modelId, NewLoggedModel made, String name, String location, long nowMs) {
        return jdbc.sql("""
                        INSERT INTO tracking.logged_model
                            (model_id, experiment, name, artifact_uri, model_type, source_run_id, status, lifecycle,
                             created_at_ms, updated_at_ms)
                        VALUES (:modelId, :experiment, :name, :uri, :type, :run, 'pending', 'active', :now, :now)
                        RETURNING id
                        """)
                .param("modelId", modelId)
                .param("experiment", made.experiment())
                .param("name", name)
                .param("uri", below(location, "models/" + modelId + "/artifacts"))
                .param("type", made.modelType())
                .param("run", made.sourceRunId())
                .param("now", nowMs)
                .query(Long.class)
                .single();
    }

    /** The model's row, deleted or not. */
    Optional<Long> find(String modelId) {
        return jdbc.sql("SELECT id FROM tracking.logged_model WHERE model_id = :id")
                .param("id", modelId)
                .query(Long.class)
                .optional();
    }

    /** As {@link #find}; nobody else changes it until the transaction ends. */
    Optional<Long> lock(String modelId) {
        return jdbc.sql("SELECT id FROM tracking.logged_model WHERE model_id = :id FOR UPDATE")
                .param("id", modelId)
                .query(Long.class)
                .optional();
    }

    Optional<String> tag(long model, String key) {
        return jdbc.sql("SELECT value FROM tracking.logged_model_tag WHERE model = :model AND key = :key")
                .param("model", model)
                .param("key", key)
                .query(String.class)
                .optional();
    }

    void setStatus(String modelId, LoggedModelStatus status, long nowMs) {
        jdbc.sql("UPDATE tracking.logged_model SET status = :status, updated_at_ms = :now WHERE model_id = :id")
                .param("status", stored(status))
                .param("now", nowMs)
                .param("id", modelId)
                .update();
    }

    void setDeleted(String modelId, long nowMs) {
        jdbc.sql("UPDATE tracking.logged_model SET lifecycle = 'deleted', updated_at_ms = :now WHERE model_id = :id")
                .param("now", nowMs)
                .param("id", modelId)
                .update();
    }

    /** Returns the keys that stand already with another value. */
    List<String> insertParams(long model, Map<String, String> params) {
        if (params.isEmpty()) {
            return List.of();
        }
        String[] keys = params.keySet().toArray(String[]::new);
        String[] values = params.values().toArray(String[]::new);
        jdbc.sql("""
                        INSERT INTO tracking.logged_model_param (model, key, value)
                        SELECT :model, key, value FROM unnest(:keys, :values) AS t(key, value)
                        ON CONFLICT (model, key) DO NOTHING
                        """)
                .param("model", model)
                .param("keys", keys)
                .param("values", values)
                .update();
        return jdbc.sql("""
                        SELECT p.key
                        FROM tracking.logged_model_param p JOIN unnest(:keys, :values) AS t(key, value) ON t.key = p.key
                        WHERE p.model = :model AND p.value <> t.value ORDER BY p.key
                        """)
                .param("model", model)
                .param("keys", keys)
                .param("values", values)
                .query((rs, row) -> rs.getString("key"))
                .list();
    }

    void upsertTags(long model, Map<String, String> tags) {
        if (!tags.isEmpty()) {
            jdbc.sql("""
                            INSERT INTO tracking.logged_model_tag (model, key, value)
                            SELECT :model, key, value FROM unnest(:keys, :values) AS t(key, value)
                            ON CONFLICT (model, key) DO UPDATE SET value = excluded.value
                            """)
                    .param("model", model)
                    .param("keys", tags.keySet().toArray(String[]::new))
                    .param("values", tags.values().toArray(String[]::new))
                    .update();
        }
    }

    boolean deleteTag(long model, String key) {
        return jdbc.sql("DELETE FROM tracking.logged_model_tag WHERE model = :model AND key = :key")
                        .param("model", model)
                        .param("key", key)
                        .update()
                == 1;
    }

    @Override
    public Kind kind() {
        return Kind.LOGGED_MODEL;
    }

    @Override
    public String location(String id) {
        return jdbc.sql("SELECT artifact_uri FROM tracking.logged_model WHERE model_id = :id AND lifecycle = 'active'")
                .param("id", id)
                .query(String.class)
                .optional()
                .orElseThrow(() -> LoggedModels.notFound(id));
    }

    static String stored(LoggedModelStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static String below(String location, String path) {
        return location.endsWith("/") ? location + path : location + "/" + path;
    }
}
