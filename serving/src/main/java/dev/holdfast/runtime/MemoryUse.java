package dev.holdfast.runtime;

/**
 * What a model takes of the machine's memory.
 *
 * @param bytes of native memory after it was loaded and had run once, or of the Java heap where it runs in Java
 * @param source how that is known
 */
public record MemoryUse(long bytes, Source source) {
    /** How a figure is known. */
    public enum Source {
        /** The C library's account before and after, or the sum of the model's own arrays. */
        MEASURED,
        /** From the size of the files: nothing tells more on this system or device, or another model was loaded meanwhile. */
        ESTIMATED
    }

    static MemoryUse measured(long bytes) {
        return new MemoryUse(bytes, Source.MEASURED);
    }

    static MemoryUse estimated(long bytes) {
        return new MemoryUse(bytes, Source.ESTIMATED);
    }
}
