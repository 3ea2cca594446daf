package dev.holdfast.pipeline;

import dev.holdfast.kernel.Digest;
import java.time.Instant;

/**
 * One text of a pipeline. Never changes.
 *
 * @param version counts from 1 within the pipeline
 * @param digest of the text
 * @param definition the YAML, as it was sent
 */
public record PipelineVersion(
        String pipeline, int version, Digest digest, String definition, Instant createdAt, String createdBy) {}
