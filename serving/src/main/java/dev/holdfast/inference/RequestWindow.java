package dev.holdfast.inference;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The requests that one release of a deployment got in one stretch of time.
 *
 * @param at when the stretch began
 * @param release absent for requests that no release was found for
 * @param requests all of them
 * @param rejected of these, the caller's fault
 * @param failed of these, the model's or the server's fault, or more than could be served
 * @param meanMs of the answered ones, from the request's body in memory to the answer's
 * @param p50Ms of the answered ones, as near as the buckets of the latency metric tell
 */
public record RequestWindow(
        Instant at,
        @Nullable Integer release,
        long requests,
        long rejected,
        long failed,
        @Nullable Double meanMs,
        @Nullable Double p50Ms,
        @Nullable Double p95Ms,
        @Nullable Double p99Ms) {}
