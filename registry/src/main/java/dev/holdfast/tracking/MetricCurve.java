package dev.holdfast.tracking;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The course of a metric by step, as parallel lists: all points, or so many of them that every peak and trough is there.
 *
 * @param points how many there are between the steps that were asked for; of a curve that is not whole, a point that was logged twice
 *     may count twice
 * @param timestampsMs milliseconds since 1970
 * @param values {@code null} for what is no finite number
 */
public record MetricCurve(
        String runId, long points, List<Long> steps, List<Long> timestampsMs, List<@Nullable Double> values) {
    static MetricCurve of(String runId, long total, Points points) {
        return new MetricCurve(
                runId,
                total,
                Arrays.stream(points.steps()).boxed().toList(),
                Arrays.stream(points.timestamps()).boxed().toList(),
                Arrays.stream(points.values())
                        .<@Nullable Double>mapToObj(value -> Extremes.isNumber(value) ? value : null)
                        .toList());
    }
}
