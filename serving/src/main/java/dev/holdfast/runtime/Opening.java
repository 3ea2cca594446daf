package dev.holdfast.runtime;

import dev.holdfast.kernel.Digest;
import org.jspecify.annotations.Nullable;

/**
 * How a model is opened.
 *
 * @param device where it will run
 * @param need what it is loaded for
 * @param digest of its file, by which it is known when it comes again; absent: it is not remembered
 */
record Opening(Device device, RoomNeed need, @Nullable Digest digest) {
    /** What it is remembered by. */
    @Nullable
    String model() {
        return digest == null ? null : digest + " on " + device;
    }
}
