package dev.holdfast.webhook;

import org.jspecify.annotations.Nullable;

/**
 * What came of sending an example once.
 *
 * @param success whether the receiver took it
 * @param responseStatus the HTTP status of its answer, if there was one
 * @param responseBody the beginning of its answer
 * @param errorMessage why there was no answer
 */
public record TestResult(
        boolean success,
        @Nullable Integer responseStatus,
        @Nullable String responseBody,
        @Nullable String errorMessage) {}
