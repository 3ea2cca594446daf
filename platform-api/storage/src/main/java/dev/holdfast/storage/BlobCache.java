package dev.holdfast.storage;

import dev.holdfast.kernel.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Local copies of blobs that a remote store holds, the least recently used of which go when they need more than the
 * capacity. A copy that someone has open stays, so the capacity can be exceeded by what is in use.
 */
class BlobCache {
    /** Where the content comes from. */
    interface Source {
        InputStream open() throws IOException;
    }

    private static final Logger log = LoggerFactory.getLogger(BlobCache.class);

    private static final class Copy {
        final Path path;
        final long sizeBytes;
        int leases;

        Copy(Path path, long sizeBytes) {
            this.path = path;
            this.sizeBytes = sizeBytes;
        }
    }

    private final Path directory;
    private final long capacityBytes;
    private final Scratch scratch;
    private final DigestLocks locks = new DigestLocks();
    private final Map<Digest, Copy> copies = new LinkedHashMap<>(16, 0.75f, true);
    private long usedBytes;

    /** Starts empty: a copy from before a crash may not have been written to the end. */
    BlobCache(Path directory, long capacityBytes, Scratch scratch) throws IOException {
        this.directory = directory;
        this.capacityBytes = capacityBytes;
        this.scratch = scratch;
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(directory)) {
                for (Path leftover : leftovers) {
                    Files.delete(leftover);
                }
            }
        }
    }

    /** The copy, made from {@code source} and checked if there is none yet. */
    LocalFile lease(Digest digest, Source source) throws IOException {
        return locks.locked(digest, () -> {
            LocalFile cached = leaseIfPresent(digest);
            if (cached != null) {
                return cached;
            }
            Path file = scratch.newFile(".download");
            try {
                try (InputStream content = new VerifyingInputStream(source.open(), digest, () -> {})) {
                    Files.copy(content, file);
                }
                return add(digest, file);
            } finally {
                Files.deleteIfExists(file);
            }
        });
    }

    /** Takes a file whose content is known to have the digest. */
    void offer(Digest digest, Path file) throws IOException {
        if (Files.size(file) <= capacityBytes) {
            locks.locked(digest, () -> {
                LocalFile present = leaseIfPresent(digest);
                (present == null ? add(digest, file) : present).close();
                return true;
            });
        }
    }

    private synchronized @Nullable LocalFile leaseIfPresent(Digest digest) {
        Copy copy = copies.get(digest);
        return copy == null ? null : lease(copy);
    }

    private synchronized LocalFile add(Digest digest, Path file) throws IOException {
        Files.createDirectories(directory);
        Copy copy = new Copy(directory.resolve(digest.hex()), Files.size(file));
        Files.move(file, copy.path, StandardCopyOption.ATOMIC_MOVE);
        copies.put(digest, copy);
        usedBytes += copy.sizeBytes;
        LocalFile leased = lease(copy);
        evict();
        return leased;
    }

    private synchronized LocalFile lease(Copy copy) {
        copy.leases++;
        return new LocalFile(copy.path, () -> release(copy));
    }

    private synchronized void release(Copy copy) {
        copy.leases--;
        evict();
    }

    private synchronized void evict() {
        Iterator<Map.Entry<Digest, Copy>> oldestFirst = copies.entrySet().iterator();
        while (usedBytes > capacityBytes && oldestFirst.hasNext()) {
            Map.Entry<Digest, Copy> entry = oldestFirst.next();
            Copy copy = entry.getValue();
            if (copy.leases == 0) {
                try {
                    Files.deleteIfExists(copy.path);
                } catch (IOException e) {
                    throw new UncheckedIOException("The cached copy can't be deleted: " + copy.path, e);
                }
                log.debug("Dropped the local copy of {}", entry.getKey());
                usedBytes -= copy.sizeBytes;
                oldestFirst.remove();
            }
        }
    }
}
