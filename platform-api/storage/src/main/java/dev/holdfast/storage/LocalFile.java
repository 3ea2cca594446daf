package dev.holdfast.storage;

import java.nio.file.Path;

/** A blob as a file that native code can read. It stays there, unchanged, until this is closed. */
public final class LocalFile implements AutoCloseable {
    private final Path path;
    private final Runnable release;
    private boolean closed;

    LocalFile(Path path, Runnable release) {
        this.path = path;
        this.release = release;
    }

    /** The file. Read only: other readers share it. */
    public Path path() {
        return path;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            release.run();
        }
    }
}
