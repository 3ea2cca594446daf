package dev.holdfast.storage;

import dev.holdfast.kernel.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Contents by their digest: each is stored once, appears whole or not at all, and is checked as it is read. */
@Service
public class BlobStore {
    private static UnsupportedOperationException notYet() {
        return new UnsupportedOperationException("Not yet");
    }

    /** Stores all of {@code body}; does not close it. */
    public Blob write(InputStream body) throws IOException {
        throw notYet();
    }

    /**
     * Stores all of {@code body}; does not close it.
     *
     * @param expected if present, another digest is a problem (422) and nothing is stored
     * @param maxBytes more than this is a problem (413) and nothing is stored
     */
    public Blob write(InputStream body, @Nullable Digest expected, long maxBytes) throws IOException {
        throw notYet();
    }

    /** Stores the content of a file, which stays where it is. */
    public Blob write(Path file) throws IOException {
        throw notYet();
    }

    /** The whole content. The digest is checked as it is read: a wrong one is an {@link IOException} at the end. */
    public InputStream open(Digest digest) throws IOException {
        throw notYet();
    }

    /** A part of the content, for ranges; not checked. */
    public InputStream open(Digest digest, long offset, long length) throws IOException {
        throw notYet();
    }

    /** The content as a file for native code, its digest checked once. */
    public LocalFile local(Digest digest) throws IOException {
        throw notYet();
    }

    public boolean exists(Digest digest) {
        throw notYet();
    }

    /** A path for a temporary file that does not exist yet. Whatever is still there at the next start is deleted. */
    public Path newScratchFile(String suffix) throws IOException {
        throw notYet();
    }

    /** Deletes blobs that no {@link BlobReferences} names and that were last written longer than {@code grace} ago. */
    public GarbageReport collectGarbage(Duration grace) {
        throw notYet();
    }
}
