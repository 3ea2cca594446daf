package dev.holdfast.tracking.mlflow;

import dev.holdfast.mlflow.MlflowException;
import dev.holdfast.mlflow.MlflowRequest;
import dev.holdfast.tracking.KeyValue;
import dev.holdfast.tracking.MetricPoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fields that many requests have. */
final class TrackingFields {
    private TrackingFields() {}

    /** The run; older clients name it otherwise. */
    static String runId(MlflowRequest request) {
        String runId = request.text("run_id");
        if (runId == null) {
            runId = request.text("run_uuid");
        }
        if (runId == null || runId.isEmpty()) {
            throw request.missing("run_id");
        }
        return runId;
    }

    static long experimentId(MlflowRequest request) {
        return number(request.required("experiment_id"));
    }

    static long number(String experimentId) {
        try {
            return Long.parseLong(experimentId.strip());
        } catch (NumberFormatException e) {
            throw MlflowException.invalid(
                    "Invalid experiment ID '" + experimentId + "'. Experiment ID must be a valid integer.");
        }
    }

    /** Params or tags; a value that is absent is empty. */
    static List<KeyValue> entries(MlflowRequest request, String name) {
        return request.objects(name).stream()
                .map(entry -> new KeyValue(entry.required("key"), entry.text("value", "")))
                .toList();
    }

    static MetricPoint point(MlflowRequest metric) {
        return new MetricPoint(
                metric.required("key"),
                metric.requiredDecimal("value"),
                metric.requiredNumber("timestamp"),
                metric.number("step", 0),
                model(metric));
    }

    private static MetricPoint.@Nullable MeasuredModel model(MlflowRequest metric) {
        String modelId = metric.text("model_id");
        if (metric.has("dataset_name") != metric.has("dataset_digest")) {
            throw MlflowException.invalid("Both dataset_name and dataset_digest must be provided if one is provided");
        }
        return modelId == null || modelId.isEmpty()
                ? null
                : new MetricPoint.MeasuredModel(modelId, metric.text("dataset_name"), metric.text("dataset_digest"));
    }
}
