package dev.holdfast.storage;

import dev.holdfast.kernel.Digest;
import java.util.function.Consumer;

/**
 * What a module still needs. Garbage collection asks every bean of this type and deletes only what none of them names.
 *
 * <p>A module that refers to a blob because another one does comes after it in {@link org.springframework.core.annotation.Order}, and sees
 * to it that the other's reference stays until its own is committed: a reference that moves while garbage is collected is then seen here
 * or there.
 */
public interface BlobReferences {
    /** Calls {@code consumer} once or more for every blob that this module refers to. */
    void forEachReferenced(Consumer<Digest> consumer);
}
