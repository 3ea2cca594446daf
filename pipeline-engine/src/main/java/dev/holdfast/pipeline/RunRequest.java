package dev.holdfast.pipeline;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a run is to be made.
 *
 * @param reason why, for the audit log
 * @param parameters replace params of train steps, {@code step.param} to value
 * @param gitCommit the commit of the pipeline's or the data's repository, recorded with the tracking run
 * @param cache false lets every step run though nothing changed
 */
public record RunRequest(
        @Nullable String reason,
        Map<String, Object> parameters,
        @Nullable String gitCommit,
        boolean cache) {
    public RunRequest {
        parameters = Map.copyOf(parameters);
    }

    /** Nothing special. */
    public static RunRequest defaults() {
        return new RunRequest(null, Map.of(), null, true);
    }
}
