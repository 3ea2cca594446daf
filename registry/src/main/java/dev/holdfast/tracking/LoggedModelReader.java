package dev.holdfast.tracking;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads logged models with all that is known of them: four queries, however many they are. */
@Component
class LoggedModelReader {
    private final JdbcClient jdbc;

    LoggedModelReader(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Empty where there is none or it is deleted. */
    Optional<LoggedModel> get(String modelId) {
        return get(modelId, "active");
    }

    /** Empty where there is none. */
    Optional<LoggedModel> getEvenDeleted(String modelId) {
        return get(modelId, "active", "deleted");
    }

    private Optional<LoggedModel> get(String modelId, String... lifecycles) {
        List<Long> rows = modelId.indexOf('\0') >= 0
                ? List.of()
                : jdbc.sql("SELECT id FROM tracking.logged_model WHERE model_id = :id AND lifecycle = ANY(:lifecycles)")
                        .param("id", modelId)
                        .param("lifecycles", lifecycles)
                        .query((rs, row) -> rs.getLong("id"))
                        .list();
        return read(rows).stream().findFirst();
    }

    /** Those of these rows that there are, in this order. */
    List<LoggedModel> read(List<Long> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        Long[] ids = rows.toArray(Long[]::new);
        Map<Long, LoggedModel> found = new LinkedHashMap<>();
        query(
                "SELECT * FROM tracking.logged_model WHERE id = ANY(:ids)",
                ids,
                rs -> found.put(rs.getLong("id"), model(rs)));
        query(
                "SELECT model, key, value FROM tracking.logged_model_param WHERE model = ANY(:ids)",
                ids,
                rs -> with(found, rs, model -> model.params().put(rs.getString("key"), rs.getString("value"))));
        query(
                "SELECT model, key, value FROM tracking.logged_model_tag WHERE model = ANY(:ids)",
                ids,
                rs -> with(found, rs, model -> model.tags().put(rs.getString("key"), rs.getString("value"))));
        query("""
                SELECT m.*, replace(r.run_id::text, '-', '') AS run_id
                FROM tracking.logged_model_metric m JOIN tracking.run r ON r.id = m.run
                WHERE m.model = ANY(:ids) ORDER BY m.model, m.key, m.timestamp_ms, m.step, r.run_id, m.dataset_name, m.dataset_digest
                """, ids, rs -> with(found, rs, model -> model.metrics().add(figure(rs))));
        List<LoggedModel> models = new ArrayList<>();
        for (Long row : rows) {
            LoggedModel model = found.get(row);
            if (model != null) {
                models.add(model);
            }
        }
        return models;
    }

    private void query(String sql, Long[] ids, RowCallbackHandler each) {
        jdbc.sql(sql).param("ids", ids).query(each);
    }

    /** A model may have gone since its row was read. */
    private static void with(Map<Long, LoggedModel> found, ResultSet rs, Known known) throws SQLException {
        LoggedModel model = found.get(rs.getLong("model"));
        if (model != null) {
            known.add(model);
        }
    }

    private static LoggedModel model(ResultSet rs) throws SQLException {
        return new LoggedModel(
                rs.getString("model_id"),
                rs.getLong("experiment"),
                rs.getString("name"),
                rs.getString("artifact_uri"),
                rs.getString("model_type"),
                rs.getString("source_run_id"),
                LoggedModelStatus.valueOf(rs.getString("status").toUpperCase(Locale.ROOT)),
                rs.getString("status_message"),
                rs.getLong("created_at_ms"),
                rs.getLong("updated_at_ms"),
                new TreeMap<>(),
                new TreeMap<>(),
                new ArrayList<>());
    }

    private static LoggedModel.Figure figure(ResultSet rs) throws SQLException {
        return new LoggedModel.Figure(
                rs.getString("key"),
                rs.getDouble("value"),
                rs.getLong("timestamp_ms"),
                rs.getLong("step"),
                rs.getString("run_id"),
                given(rs.getString("dataset_name")),
                given(rs.getString("dataset_digest")));
    }

    private static @Nullable String given(String text) {
        return text.isEmpty() ? null : text;
    }

    @FunctionalInterface
    private interface Known {
        void add(LoggedModel model) throws SQLException;
    }
}
