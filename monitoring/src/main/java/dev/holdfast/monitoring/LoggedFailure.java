package dev.holdfast.monitoring;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request that got no prediction, as it was logged.
 *
 * @param release the one that it was for; absent where none was in memory
 * @param problem the slug of the problem that the caller was told
 * @param status of HTTP, whatever the protocol
 * @param tookMs milliseconds from the request to its end
 */
public record LoggedFailure(
        UUID id,
        Instant failedAt,
        @Nullable Integer release,
        @Nullable String arm,
        String problem,
        int status,
        String traceId,
        double tookMs) {}
