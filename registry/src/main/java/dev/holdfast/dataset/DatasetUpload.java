package dev.holdfast.dataset;

import dev.holdfast.kernel.Digest;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file that is to become a dataset version.
 *
 * @param body read once, to its end, and not closed
 * @param expectedDigest what the body must sum up to; absent where the sender did not say
 * @param source where the data came from, in the sender's words
 */
public record DatasetUpload(
        DatasetFormat format,
        InputStream body,
        @Nullable Digest expectedDigest,
        @Nullable String source) {}
