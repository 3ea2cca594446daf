package dev.holdfast.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Named objects on files or in S3. An object appears whole or not at all, and stays when its {@code put} has returned.
 * Keys are path-like: segments of letters, digits, '.', '_' and '-' joined by '/'.
 */
interface ObjectStore extends AutoCloseable {
    /** One object in a listing. */
    record Entry(String key, long sizeBytes, Instant lastModified) {}

    /** Stores {@code file} under {@code key}, over what may be there. The file may be gone afterwards: the store may take it. */
    void put(String key, Path file) throws IOException;

    /** Makes the object as young as if it had just been put; {@code file} has its content, for stores that must send it again. */
    void renew(String key, Path file) throws IOException;

    /**
     * Reads a part of an object.
     *
     * @throws java.nio.file.NoSuchFileException where there is no such object
     */
    InputStream get(String key, long offsetBytes, long lengthBytes) throws IOException;

    /** In bytes; empty where there is no such object. */
    OptionalLong size(String key) throws IOException;

    /** When the object was put or renewed; empty where there is no such object. */
    Optional<Instant> lastModified(String key) throws IOException;

    /** Does nothing where there is no such object. */
    void delete(String key) throws IOException;

    /** Calls {@code consumer} for each object whose key begins with {@code prefix}, in no particular order. */
    void list(String prefix, Consumer<Entry> consumer) throws IOException;

    /** Frees what puts that never ended have left behind, if they began before {@code before}. */
    void deleteUnfinished(Instant before) throws IOException;

    /** The object itself, where this store keeps objects as files. */
    Optional<Path> file(String key);

    @Override
    void close();
}
