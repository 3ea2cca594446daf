package dev.holdfast.tracking;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One execution of some training or evaluation.
 *
 * @param runId 32 hexadecimal digits
 * @param user who started it
 * @param metrics the latest point of each metric: the one with the greatest step, then timestamp, then value
 */
public record Run(
        String runId,
        String experiment,
        String name,
        RunStatus status,
        Lifecycle lifecycle,
        Instant startTime,
        @Nullable Instant endTime,
        String user,
        Map<String, String> tags,
        Map<String, String> params,
        Map<String, Metric> metrics,
        List<DatasetInput> inputs) {}
