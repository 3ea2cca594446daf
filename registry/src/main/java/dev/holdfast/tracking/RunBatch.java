package dev.holdfast.tracking;

import java.util.List;
import java.util.Map;

/** What is logged to a run together: all of it is kept or nothing. */
public record RunBatch(List<MetricPoint> metrics, List<KeyValue> params, List<KeyValue> tags) {
    public RunBatch {
        metrics = List.copyOf(metrics);
        params = List.copyOf(params);
        tags = List.copyOf(tags);
    }

    static RunBatch ofMetrics(List<MetricPoint> metrics) {
        return new RunBatch(metrics, List.of(), List.of());
    }

    static RunBatch ofParams(Map<String, String> params) {
        return new RunBatch(List.of(), list(params), List.of());
    }

    static RunBatch ofTags(Map<String, String> tags) {
        return new RunBatch(List.of(), List.of(), list(tags));
    }

    static List<KeyValue> list(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> new KeyValue(entry.getKey(), entry.getValue()))
                .toList();
    }
}
