package dev.holdfast.release;

import dev.holdfast.kernel.Digest;
import dev.holdfast.model.DatasetReference;
import dev.holdfast.model.GateVerdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What answered a deployment's requests at a time, what it was trained on, and who let it.
 *
 * @param since when it began to be so
 * @param until when it ended; absent: it is so still
 * @param traffic the policy that counted; absent: the champion answered alone
 * @param releases the champion first, then arms and shadow
 */
public record Production(
        String deployment,
        Instant time,
        Instant since,
        @Nullable Instant until,
        @Nullable TrafficPolicy traffic,
        List<InService> releases) {
    public Production {
        releases = List.copyOf(releases);
    }

    /**
     * A release at that time.
     *
     * @param role {@code champion}, the name of an arm, or {@code shadow}
     * @param share of the requests that it answered, 0 to 1; a shadow's answers went nowhere
     */
    public record InService(String role, double share, Release release, Origin origin, Approval approval) {}

    /**
     * Where the release's model version came from.
     *
     * @param datasets the dataset versions that it was trained and judged on
     * @param gate the verdict that it was registered with; absent where no gate was asked
     */
    public record Origin(
            Digest modelDigest,
            @Nullable String runId,
            @Nullable String pipelineRunId,
            List<DatasetReference> datasets,
            Map<String, Double> metrics,
            @Nullable GateVerdict gate,
            String registeredBy,
            Instant registeredAt) {}

    /** Who let it answer, by what, when and why. */
    public record Approval(
            ReleaseAction action,
            String actor,
            Instant at,
            @Nullable String reason) {}
}
