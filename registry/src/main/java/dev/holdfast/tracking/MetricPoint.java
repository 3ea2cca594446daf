package dev.holdfast.tracking;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One point of a metric as it is logged.
 *
 * @param key up to 250 letters, digits, {@code _ / . : -} and spaces
 * @param value may be NaN; infinities become the largest finite number of their sign
 * @param timestampMs milliseconds since 1970, not negative
 * @param step counted by the caller: epoch, batch or simply 0
 * @param model the logged model that the point is a figure of, beside the run
 */
public record MetricPoint(
        String key,
        double value,
        long timestampMs,
        long step,
        @Nullable MeasuredModel model) {
    public MetricPoint {
        if (Double.isInfinite(value)) {
            value = Math.copySign(Double.MAX_VALUE, value);
        }
    }

    static MetricPoint of(Metric metric) {
        return new MetricPoint(metric.key(), metric.value(), metric.timestamp().toEpochMilli(), metric.step(), null);
    }

    Metric toMetric() {
        return new Metric(key, value, Instant.ofEpochMilli(timestampMs), step);
    }

    /**
     * A logged model, and the dataset that it was measured on.
     *
     * @param modelId {@code m-} and 32 hexadecimal digits
     */
    public record MeasuredModel(
            String modelId,
            @Nullable String datasetName,
            @Nullable String datasetDigest) {}
}
