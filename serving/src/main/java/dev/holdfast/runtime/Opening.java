package dev.holdfast.runtime;

import dev.holdfast.kernel.Digest;
import org.jspecify.annotations.Nullable;

/**
 * How a model is opened.
 *
 * @param device where it will run
 * @param need what it is loaded for
 * @param digest of its file, by which it is known when it comes again; absent: it is not remembered
 * @param untried whether the file comes from elsewhere and was never opened: another process opens and runs it first
 */
record Opening(Device device, RoomNeed need, @Nullable Digest digest, boolean untried) {
    /** To look at a file on the processor. */
    static Opening toLook(boolean untried) {
        return new Opening(Device.CPU, RoomNeed.CHECK, null, untried);
    }

    /** What it is remembered by. */
    @Nullable
    String model() {
        return digest == null ? null : digest + " on " + device;
    }
}
