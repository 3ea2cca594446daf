package dev.holdfast.artifact;

import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Manifest;
import dev.holdfast.kernel.ManifestFile;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.storage.Blob;
import dev.holdfast.storage.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * The tree of artifacts. Directories are there as long as files lie below them. A file is replaced in one step: a reader gets the old
 * content or the new one, and a write that breaks off leaves what was there before.
 */
@Service
public class Artifacts {
    private final FileRows rows;
    private final BlobStore blobs;
    private final List<ArtifactMount> mounts;

    Artifacts(FileRows rows, BlobStore blobs, List<ArtifactMount> mounts) {
        this.rows = rows;
        this.blobs = blobs;
        this.mounts = List.copyOf(mounts);
    }

    /**
     * Stores all of {@code body}, which is not closed, as the file at this path.
     *
     * @throws ProblemException if there is a directory at the path or a file where its directory should be, or the path is mounted
     * @throws UncheckedIOException if the body ends too early or can't be stored: then nothing has changed
     */
    public ArtifactFile put(ArtifactPath path, InputStream body) {
        checkWritable(path);
        try {
            return put(path, blobs.write(body));
        } catch (IOException e) {
            throw new UncheckedIOException("The artifact could not be stored", e);
        }
    }

    /** As {@link #put(ArtifactPath, InputStream)}, for a content that has just been stored. */
    public ArtifactFile put(ArtifactPath path, Blob content) {
        checkWritable(path);
        rows.put(path, content);
        return new ArtifactFile(path, content.digest(), content.sizeBytes());
    }

    /** The file at this path; empty where there is none, or a directory. */
    public Optional<ArtifactFile> find(ArtifactPath path) {
        ArtifactMount mount = mountOf(path);
        return mount == null ? rows.find(path) : mount.find(path);
    }

    /** Whether there is a file or a directory at this path. */
    public boolean exists(ArtifactPath path) {
        ArtifactMount mount = mountOf(path);
        return mount == null
                ? rows.find(path).isPresent() || isDirectory(path)
                : mount.find(path).isPresent() || !mount.list(path).isEmpty();
    }

    public boolean isDirectory(ArtifactPath path) {
        ArtifactMount mount = mountOf(path);
        return mount == null
                ? path.isRoot() || rows.isDirectory(path)
                : !mount.list(path).isEmpty();
    }

    /** The content of a file; a stream that turns out to be damaged fails at its end. */
    public InputStream open(ArtifactFile file) throws IOException {
        ArtifactMount mount = mountOf(file.path());
        return mount == null ? blobs.open(file.digest()) : mount.open(file, 0, file.sizeBytes());
    }

    /** Some of the bytes of a file. */
    public InputStream open(ArtifactFile file, long offset, long length) throws IOException {
        ArtifactMount mount = mountOf(file.path());
        return mount == null ? blobs.open(file.digest(), offset, length) : mount.open(file, offset, length);
    }

    /**
     * What lies directly in a directory, by name, where the name of a directory counts as if a slash followed it. Empty where there is no
     * such directory. Each page costs the same, however much the directory holds. The root of the tree does not show what is mounted.
     */
    public Page<ArtifactEntry> list(ArtifactPath directory, PageRequest page) {
        ArtifactMount mount = mountOf(directory);
        if (mount == null) {
            return rows.list(directory, page);
        }
        String after = page.after(1).map(List::getFirst).orElse("");
        List<ArtifactEntry> entries = mount.list(directory).stream()
                .sorted(Comparator.comparing(FileRows::sortKey))
                .filter(entry -> FileRows.sortKey(entry).compareTo(after) > 0)
                .limit(page.limit())
                .toList();
        return Page.of(entries, page, entry -> List.of(FileRows.sortKey(entry)));
    }

    /** Calls {@code consumer} for all that lies directly in a directory, in the order of {@link #list}. */
    public void forEachEntry(ArtifactPath directory, Consumer<ArtifactEntry> consumer) {
        @Nullable String token = null;
        do {
            Page<ArtifactEntry> page = list(directory, new PageRequest(PageRequest.LIMIT, token));
            page.items().forEach(consumer);
            token = page.nextPageToken();
        } while (token != null);
    }

    /** All files at or below a path, with paths relative to it; a file at the path itself goes by its name. */
    public Manifest manifest(ArtifactPath path) {
        List<ManifestFile> files = new ArrayList<>();
        forEachFile(path, file -> {
            String relative = file.path().relativeTo(path);
            files.add(new ManifestFile(relative.isEmpty() ? path.name() : relative, file.digest(), file.sizeBytes()));
        });
        return new Manifest(files);
    }

    /**
     * Keeps files from being replaced and deleted until the caller's transaction ends.
     *
     * @param files as {@link #manifest} gave them for this path
     * @throws ProblemException 409 where one of them is gone by now or has another content
     */
    public void hold(ArtifactPath path, Manifest files) {
        if (mountOf(path) == null) {
            rows.hold(path, files);
        }
    }

    /** Calls {@code consumer} for every file at or below a path. Holds a database connection until the last one. */
    public void forEachFile(ArtifactPath path, Consumer<ArtifactFile> consumer) {
        ArtifactMount mount = mountOf(path);
        if (mount == null) {
            rows.forEachFile(path, consumer);
            return;
        }
        mount.find(path).ifPresent(consumer);
        for (ArtifactEntry entry : mount.list(path)) {
            forEachFile(path.resolve(entry.name()), consumer);
        }
    }

    /**
     * Deletes the file at this path and all that lies below it.
     *
     * @return how many files were deleted; none is no problem
     * @throws ProblemException if the path is mounted, or the root
     */
    public long delete(ArtifactPath path, Actor actor) {
        checkWritable(path);
        return rows.delete(path, actor);
    }

    void checkWritable(ArtifactPath path) {
        if (path.isRoot()) {
            throw ProblemException.invalid("path", "", "must name a file or a directory.");
        }
        for (ArtifactMount mount : mounts) {
            if (path.startsWith(mount.root()) || mount.root().startsWith(path)) {
                throw ProblemException.conflict("\"" + mount.root()
                        + "\" shows registered versions and can't be written; choose another path.");
            }
        }
    }

    private @Nullable ArtifactMount mountOf(ArtifactPath path) {
        for (ArtifactMount mount : mounts) {
            if (path.startsWith(mount.root())) {
                return mount;
            }
        }
        return null;
    }
}
