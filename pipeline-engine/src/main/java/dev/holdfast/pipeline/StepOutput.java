package dev.holdfast.pipeline;

import dev.holdfast.kernel.Digest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a step made.
 *
 * @param kind table, model, profile, evaluation, verdict, version or release
 * @param digest of the file, where there is one
 * @param facts what is known about it: rows, metrics, the verdict, the version's number
 */
public record StepOutput(
        String name,
        String kind,
        @Nullable Digest digest,
        @Nullable Long sizeBytes,
        Map<String, Object> facts) {}
