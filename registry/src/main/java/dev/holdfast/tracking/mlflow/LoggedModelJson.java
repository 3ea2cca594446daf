package dev.holdfast.tracking.mlflow;

import dev.holdfast.tracking.LoggedModel;
import dev.holdfast.tracking.LoggedModelPage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Logged models as MLflow's clients read them. */
record LoggedModelJson(Head info, Data data) {
    static final String STATUS_PREFIX = "LOGGED_MODEL_";

    static Answer answer(LoggedModel model) {
        return new Answer(of(model));
    }

    static Page page(LoggedModelPage page) {
        return new Page(page.models().stream().map(LoggedModelJson::of).toList(), page.nextPageToken());
    }

    private static LoggedModelJson of(LoggedModel model) {
        return new LoggedModelJson(
                new Head(
                        model.modelId(),
                        Long.toString(model.experiment()),
                        model.name(),
                        model.createdAtMs(),
                        model.updatedAtMs(),
                        model.artifactUri(),
                        STATUS_PREFIX + model.status().name(),
                        model.modelType(),
                        model.sourceRunId(),
                        model.statusMessage(),
                        entries(model.tags())),
                new Data(
                        entries(model.params()),
                        model.metrics().stream()
                                .map(figure -> new Metric(
                                        figure.key(),
                                        figure.value(),
                                        figure.timestampMs(),
                                        figure.step(),
                                        figure.datasetName(),
                                        figure.datasetDigest(),
                                        model.modelId(),
                                        figure.runId()))
                                .toList()));
    }

    private static List<Entry> entries(Map<String, String> entries) {
        return entries.entrySet().stream()
                .map(entry -> new Entry(entry.getKey(), entry.getValue()))
                .toList();
    }

    record Head(
            String modelId,
            String experimentId,
            String name,
            long creationTimestampMs,
            long lastUpdatedTimestampMs,
            String artifactUri,
            String status,
            @Nullable String modelType,
            @Nullable String sourceRunId,
            @Nullable String statusMessage,
            List<Entry> tags) {}

    record Data(List<Entry> params, List<Metric> metrics) {}

    record Entry(String key, String value) {}

    record Metric(
            String key,
            double value,
            long timestamp,
            long step,
            @Nullable String datasetName,
            @Nullable String datasetDigest,
            String modelId,
            String runId) {}

    record Answer(LoggedModelJson model) {}

    record Page(List<LoggedModelJson> models, @Nullable String nextPageToken) {}
}
