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
    Optional<Long> insert(String name, Instant now) {
        return jdbc.sql("""
                        WITH next AS (SELECT nextval(pg_get_serial_sequence('tracking.experiment', 'id')) AS id)
                        INSERT INTO tracking.experiment (id, name, lifecycle, created_at_ms, updated_at_ms, artifact_location)
                        SELECT id, :name, 'active', :now, :now, 'mlflow-artifacts:/' || id FROM next
                        ON CONFLICT (name) DO NOTHING RETURNING id
                        """)
                .param("name", name)
                .param("now", now.toEpochMilli())
                .query(Long.class)
                .optional();
    }

    void insertTags(long experiment, Map<String, String> tags) {
        if (!tags.isEmpty()) {
            jdbc.sql("""
                            INSERT INTO tracking.experiment_tag (experiment, key, value)
                            SELECT :experiment, key, value FROM unnest(:keys, :values) AS t(key, value)
                            """)
                    .param("experiment", experiment)
                    .param("keys", tags.keySet().toArray(String[]::new))
                    .param("values", tags.values().toArray(String[]::new))
                    .update();
        }
    }

    Optional<Experiment> find(String name) {
        return jdbc.sql(SELECT + " WHERE e.name = :name")
                .param("name", name)
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
                RunStore.lifecycle(rs.getString("lifecycle")),
                json.readValue(rs.getString("tags"), TAGS),
                Instant.ofEpochMilli(rs.getLong("created_at_ms")),
                Instant.ofEpochMilli(rs.getLong("updated_at_ms")));
    }
}
