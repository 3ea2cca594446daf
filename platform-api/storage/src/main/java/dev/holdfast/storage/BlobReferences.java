package dev.holdfast.storage;

import dev.holdfast.kernel.Digest;
import java.util.function.Consumer;

/** What a module still needs. Garbage collection asks every bean of this type and deletes only what none of them names. */
public interface BlobReferences {
    /** Calls {@code consumer} once or more for every blob that this module refers to. */
    void forEachReferenced(Consumer<Digest> consumer);
}
