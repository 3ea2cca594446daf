package dev.holdfast.inference;

import dev.holdfast.release.RequestHeaders;
import dev.holdfast.runtime.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * What a transport knows of a request for a prediction beside its body.
 *
 * @param version the model version that must serve; absent: whichever does
 * @param headers what a traffic policy may choose by
 */
public record Call(
        String deployment, @Nullable String version, TraceContext trace, Deadline deadline, RequestHeaders headers) {}
