package dev.holdfast.tracking;

import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps the figures that runs log of models. */
@Component
class LoggedModelFigures implements MeasuredModels {
    private final JdbcClient jdbc;

    LoggedModelFigures(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void measured(RunKey run, List<MetricPoint> points) {
        List<MetricPoint> figures =
                points.stream().filter(point -> point.model() != null).toList();
        SortedSet<String> models = new TreeSet<>();
        figures.forEach(point -> models.add(model(point).modelId()));
        refuseUnknown(models);
        jdbc.sql("""
                        INSERT INTO tracking.logged_model_metric
                            (model, key, timestamp_ms, step, run, dataset_name, dataset_digest, value)
                        SELECT m.id, f.key, f.timestamp_ms, f.step, :run, f.dataset_name, f.dataset_digest, f.value
                        FROM unnest(:models, :keys, :timestamps, :steps, :names, :digests, :values)
                            AS f(model_id, key, timestamp_ms, step, dataset_name, dataset_digest, value)
                        JOIN tracking.logged_model m USING (model_id)
                        ON CONFLICT DO NOTHING
                        """)
                .param("run", run.id())
                .param(
                        "models",
                        figures.stream().map(point -> model(point).modelId()).toArray(String[]::new))
                .param("keys", figures.stream().map(MetricPoint::key).toArray(String[]::new))
                .param(
                        "timestamps",
                        figures.stream().map(MetricPoint::timestampMs).toArray(Long[]::new))
                .param("steps", figures.stream().map(MetricPoint::step).toArray(Long[]::new))
                .param(
                        "names",
                        figures.stream()
                                .map(point -> text(model(point).datasetName()))
                                .toArray(String[]::new))
                .param(
                        "digests",
                        figures.stream()
                                .map(point -> text(model(point).datasetDigest()))
                                .toArray(String[]::new))
                .param("values", figures.stream().map(MetricPoint::value).toArray(Double[]::new))
                .update();
    }

    private void refuseUnknown(SortedSet<String> models) {
        models.stream().filter(id -> id.indexOf('\0') >= 0).findFirst().ifPresent(id -> {
            throw LoggedModels.notFound(id);
        });
        List<String> unknown = jdbc.sql("""
                        SELECT sent.id FROM unnest(:ids) AS sent(id)
                        WHERE NOT EXISTS (SELECT FROM tracking.logged_model m WHERE m.model_id = sent.id) ORDER BY 1
                        """)
                .param("ids", models.toArray(String[]::new))
                .query((rs, row) -> rs.getString(1))
                .list();
        if (!unknown.isEmpty()) {
            throw LoggedModels.notFound(unknown.getFirst());
        }
    }

    private static MetricPoint.MeasuredModel model(MetricPoint point) {
        return Objects.requireNonNull(point.model());
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
