package dev.holdfast.storage;

import dev.holdfast.kernel.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;

/**
 * Parts of files that are on their way. They lie where blobs lie, so that every server that shares the store has them, but they are no
 * blobs: who stages them deletes them.
 */
@Service
public class StagedParts {
    private static final String PREFIX = "staged/";

    private final ObjectStore store;
    private final Scratch scratch;

    StagedParts(ObjectStore store, Scratch scratch) {
        this.store = store;
        this.scratch = scratch;
    }

    /** Stores all of {@code body}, which is not closed, as a part of a whole; the same number may come again, with other content. */
    public Blob write(UUID whole, int number, InputStream body) throws IOException {
        Path file = scratch.newFile(".part");
        try {
            Blob part = Spool.write(body, file, Long.MAX_VALUE);
            store.put(key(whole, number, part.digest()), file);
            return part;
        } catch (IOException e) {
            throw Spool.orOutOfSpace(e);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /**
     * The content of a part.
     *
     * @throws NoSuchFileException where it was never written, or is deleted
     */
    public InputStream open(UUID whole, int number, Digest digest) throws IOException {
        return store.get(key(whole, number, digest), 0, Long.MAX_VALUE);
    }

    /** Deletes all parts of a whole. */
    public void delete(UUID whole) {
        delete(PREFIX + whole + "-", Instant.MAX);
    }

    /** Deletes all parts that were written before a time. */
    public void deleteOlderThan(Instant before) {
        delete(PREFIX, before);
    }

    private void delete(String prefix, Instant before) {
        try {
            List<String> keys = new ArrayList<>();
            store.list(prefix, entry -> {
                if (entry.lastModified().isBefore(before)) {
                    keys.add(entry.key());
                }
            });
            for (String key : keys) {
                store.delete(key);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Parts of a file can't be deleted; the rest goes next time", e);
        }
    }

    private static String key(UUID whole, int number, Digest digest) {
        return PREFIX + whole + "-" + number + "-" + digest.hex();
    }
}
