package dev.holdfast.tracking;

import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The experiments' tables. */
@Component
class ExperimentStore {
    private static final TypeReference<LinkedHashMap<String, String>> TAGS = new TypeReference<>() {};
    private static final String SELECT = """
            SELECT e.*, (SELECT coalesce(json_object_agg(t.key, t.value ORDER BY t.key), '{}')
                         FROM tracking.experiment_tag t WHERE t.experiment = e.id) AS tags
            FROM tracking.experiment e
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    ExperimentStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** Empty where the name is taken, also by a deleted experiment. */
    Optional<Long> insert(String name, @Nullable String location, Instant now) {
        return jdbc.sql("""
                        WITH next AS (SELECT nextval(pg_get_serial_sequence('tracking.experiment', 'id')) AS id)
                        INSERT INTO tracking.experiment (id, name, lifecycle, created_at_ms, updated_at_ms, artifact_location)
                        SELECT id, :name, 'active', :now, :now, coalesce(:location, 'mlflow-artifacts:/' || id) FROM next
                        WHERE NOT EXISTS (SELECT FROM tracking.experiment WHERE name = :name)
                        ON CONFLICT (name) DO NOTHING RETURNING id
                        """)
                .param("name", name)
                .param("location", location)
                .param("now", now.toEpochMilli())
                .query(Long.class)
                .optional();
    }

    void upsertTags(long experiment, Map<String, String> tags) {
        if (!tags.isEmpty()) {
            jdbc.sql("""
                            INSERT INTO tracking.experiment_tag (experiment, key, value)
                            SELECT :experiment, key, value FROM unnest(:keys, :values) AS t(key, value)
                            ON CONFLICT (experiment, key) DO UPDATE SET value = excluded.value
                            """)
                    .param("experiment", experiment)
                    .param("keys", tags.keySet().toArray(String[]::new))
                    .param("values", tags.values().toArray(String[]::new))
                    .update();
        }
    }

    boolean deleteTag(long experiment, String key) {
        return jdbc.sql("DELETE FROM tracking.experiment_tag WHERE experiment = :experiment AND key = :key")
                        .param("experiment", experiment)
                        .param("key", key)
                        .update()
                == 1;
    }

    /** Locks the experiment until the transaction ends; empty where there is none. */
    Optional<Locked> lock(long experiment) {
        return jdbc.sql("SELECT name, lifecycle FROM tracking.experiment WHERE id = :id FOR NO KEY UPDATE")
                .param("id", experiment)
                .query((rs, row) -> new Locked(rs.getString("name"), RunStore.lifecycle(rs.getString("lifecycle"))))
                .optional();
    }

    void setLifecycle(long experiment, Lifecycle lifecycle, Instant now) {
        jdbc.sql("""
                        UPDATE tracking.experiment SET lifecycle = :lifecycle, updated_at_ms = :now, deleted_at_ms = :deleted
                        WHERE id = :id
                        """)
                .param("lifecycle", RunStore.stored(lifecycle))
                .param("now", now.toEpochMilli())
                .param("deleted", lifecycle == Lifecycle.DELETED ? now.toEpochMilli() : null)
                .param("id", experiment)
                .update();
    }

    void rename(long experiment, String name, Instant now) {
        jdbc.sql("UPDATE tracking.experiment SET name = :name, updated_at_ms = :now WHERE id = :id")
                .param("name", name)
                .param("now", now.toEpochMilli())
                .param("id", experiment)
                .update();
    }

    Optional<Experiment> find(String name) {
        return jdbc.sql(SELECT + " WHERE e.name = :name")
                .param("name", name)
                .query((rs, row) -> experiment(rs))
                .optional();
    }

    Optional<Experiment> find(long id) {
        return jdbc.sql(SELECT + " WHERE e.id = :id")
                .param("id", id)
                .query((rs, row) -> experiment(rs))
                .optional();
    }

    Page<Experiment> page(PageRequest page) {
        List<Experiment> rows = jdbc.sql(SELECT + " WHERE e.name > :after ORDER BY e.name LIMIT :limit")
                .param("after", page.after(1).map(List::getFirst).orElse(""))
                .param("limit", page.limit())
                .query((rs, row) -> experiment(rs))
                .list();
        return Page.of(rows, page, experiment -> List.of(experiment.name()));
    }

    private Experiment experiment(ResultSet rs) throws SQLException {
        return new Experiment(
                rs.getLong("id"),
                rs.getString("name"),
                rs.getString("artifact_location"),
                RunStore.lifecycle(rs.getString("lifecycle")),
                json.readValue(rs.getString("tags"), TAGS),
                Instant.ofEpochMilli(rs.getLong("created_at_ms")),
                Instant.ofEpochMilli(rs.getLong("updated_at_ms")));
    }

    /** What changing an experiment needs to know of it. */
    record Locked(String name, Lifecycle lifecycle) {}
}
