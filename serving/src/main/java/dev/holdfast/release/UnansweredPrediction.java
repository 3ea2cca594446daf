package dev.holdfast.release;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request that got no prediction. Holds nothing of what it sent.
 *
 * @param release the one that it was for; absent where none was in memory
 * @param arm the arm of the traffic policy that it was for; absent where there was no policy, or before one has chosen
 * @param problem the slug of the problem that the caller was told
 * @param status of HTTP, whatever the protocol
 * @param nanos nanoseconds from the request to its end
 */
public record UnansweredPrediction(
        UUID id,
        Instant at,
        String deployment,
        @Nullable Release release,
        @Nullable String arm,
        String problem,
        int status,
        String traceId,
        long nanos) {}
