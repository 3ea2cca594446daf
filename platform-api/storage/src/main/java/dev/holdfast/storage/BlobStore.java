package dev.holdfast.storage;

import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;

/**
 * Contents by their digest: each is stored once, appears whole or not at all, and is checked as it is read.
 *
 * <p>A content is first written to a scratch file while its digest is summed up, then published under that digest. A
 * server that dies in between leaves a scratch file, which the next start deletes.
 */
@Service
public class BlobStore {
    private static final Logger log = LoggerFactory.getLogger(BlobStore.class);
    private static final String PREFIX = "blobs/sha256/";

    private final ObjectStore store;
    private final BlobCache cache;
    private final Scratch scratch;
    private final ObjectProvider<BlobReferences> references;
    private final Clock clock;
    private final DigestLocks locks = new DigestLocks();
    /** Blobs in files whose digest this process has already checked or made. */
    private final Set<Digest> verified = ConcurrentHashMap.newKeySet();
    /** Blobs that turned out to be damaged: writing the content again repairs them. */
    private final Set<Digest> damaged = ConcurrentHashMap.newKeySet();
    /** How often each blob is open as a local file: those are not garbage. */
    private final Map<Digest, Integer> open = new ConcurrentHashMap<>();

    BlobStore(
            ObjectStore store,
            BlobCache cache,
            Scratch scratch,
            ObjectProvider<BlobReferences> references,
            Clock clock) {
        this.store = store;
        this.cache = cache;
        this.scratch = scratch;
        this.references = references;
        this.clock = clock;
    }

    /** Stores all of {@code body}; does not close it. */
    public Blob write(InputStream body) throws IOException {
        return write(body, null, Long.MAX_VALUE);
    }

    /** Stores the content of a file, which stays where it is. */
    public Blob write(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            return write(content);
        }
    }

    /**
     * Stores all of {@code body}; does not close it. A content that is stored already is not stored again, but counts
     * as new for garbage collection.
     *
     * @param expected if present, another digest is a problem (422) and nothing is stored
     * @param maxBytes more than this is a problem (413) and nothing is stored
     */
    public Blob write(InputStream body, @Nullable Digest expected, long maxBytes) throws IOException {
        Path file = scratch.newFile(".blob");
        try {
            Blob blob = Spool.write(body, file, maxBytes);
            if (expected != null && !expected.equals(blob.digest())) {
                throw ProblemException.invalid(
                        "Repr-Digest",
                        expected.toString(),
                        "is not the digest of what arrived, which is " + blob.digest()
                                + "; nothing was stored, send it again.");
            }
            publish(blob, file);
            return blob;
        } catch (IOException e) {
            throw Spool.orOutOfSpace(e);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** The whole content. The digest is checked as it is read: a wrong one is an {@link IOException} at the end. */
    public InputStream open(Digest digest) throws IOException {
        return new VerifyingInputStream(open(digest, 0, Long.MAX_VALUE), digest, () -> damaged.add(digest));
    }

    /** A part of the content, in bytes, for ranges; not checked. */
    public InputStream open(Digest digest, long offset, long length) throws IOException {
        try {
            return store.get(key(digest), offset, length);
        } catch (NoSuchFileException e) {
            throw missing(digest, e);
        }
    }

    /**
     * The content as a file for native code, its digest checked the first time. Close it when the file is no longer
     * read.
     */
    public LocalFile local(Digest digest) throws IOException {
        Path file = store.file(key(digest)).orElse(null);
        if (file == null) {
            return cache.lease(digest, () -> open(digest, 0, Long.MAX_VALUE));
        }
        return locks.locked(digest, () -> {
            if (!verified.contains(digest)) {
                try (InputStream content = open(digest)) {
                    content.transferTo(OutputStream.nullOutputStream());
                }
                verified.add(digest);
            } else if (!Files.exists(file)) {
                throw missing(digest, null);
            }
            open.merge(digest, 1, Integer::sum);
            return new LocalFile(
                    file, () -> open.computeIfPresent(digest, (key, count) -> count == 1 ? null : count - 1));
        });
    }

    public boolean exists(Digest digest) {
        try {
            return store.size(key(digest)).isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException("It can't be told whether there is a blob " + digest, e);
        }
    }

    /** A path for a temporary file that does not exist yet. Whatever is still there at the next start is deleted. */
    public Path newScratchFile(String suffix) {
        return scratch.newFile(suffix);
    }

    /**
     * Deletes blobs that no {@link BlobReferences} names and that were last written longer than {@code grace} ago. The
     * grace period must be longer than anyone may take from writing a blob to committing the reference to it.
     */
    public GarbageReport collectGarbage(Duration grace) {
        Instant before = clock.instant().minus(grace);
        try {
            // First what is there, then what is needed: a reference made in between is seen, a blob written in between
            // is young.
            Map<Digest, Long> old = new HashMap<>();
            long[] young = new long[1];
            store.list(PREFIX, entry -> {
                if (entry.lastModified().isBefore(before)) {
                    old.put(digest(entry.key()), entry.sizeBytes());
                } else {
                    young[0]++;
                }
            });
            long[] referenced = new long[1];
            references
                    .orderedStream()
                    .forEach(each -> each.forEachReferenced(digest -> {
                        if (old.remove(digest) != null) {
                            referenced[0]++;
                        }
                    }));
            long deleted = 0;
            long freed = 0;
            for (Map.Entry<Digest, Long> entry : old.entrySet()) {
                if (deleteIfStillOld(entry.getKey(), before)) {
                    deleted++;
                    freed += entry.getValue();
                }
            }
            store.deleteUnfinished(before);
            GarbageReport report = new GarbageReport(referenced[0], young[0] + old.size() - deleted, deleted, freed);
            log.info("Collected garbage: {}", report);
            return report;
        } catch (IOException e) {
            throw new UncheckedIOException("Garbage could not be collected to the end; what is left goes next time", e);
        }
    }

    private boolean deleteIfStillOld(Digest digest, Instant before) throws IOException {
        return locks.locked(digest, () -> {
            String key = key(digest);
            if (open.containsKey(digest)
                    || !store.lastModified(key).map(before::isAfter).orElse(false)) {
                return false;
            }
            store.delete(key);
            verified.remove(digest);
            return true;
        });
    }

    private void publish(Blob blob, Path file) throws IOException {
        Digest digest = blob.digest();
        String key = key(digest);
        locks.locked(digest, () -> {
            OptionalLong present = store.size(key);
            if (present.isPresent() && present.getAsLong() == blob.sizeBytes() && !damaged.contains(digest)) {
                store.renew(key, file);
            } else {
                store.put(key, file);
                damaged.remove(digest);
                verified.add(digest);
            }
            return true;
        });
        if (store.file(key).isEmpty()) {
            cache.offer(digest, file);
        }
    }

    private static IOException missing(Digest digest, @Nullable Throwable cause) {
        return new IOException("There is no blob " + digest, cause);
    }

    private static String key(Digest digest) {
        return PREFIX + digest.hex().substring(0, 2) + "/" + digest.hex();
    }

    private static Digest digest(String key) {
        return new Digest(key.substring(key.lastIndexOf('/') + 1));
    }
}
