package dev.holdfast.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Objects as files below one directory. */
class FileObjectStore implements ObjectStore {
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");
    private static final String INCOMING = ".incoming-";

    private final Path root;

    FileObjectStore(Path root) throws IOException {
        this.root = Files.createDirectories(root).toRealPath();
    }

    @Override
    public void put(String key, Path file) throws IOException {
        Path target = path(key);
        Path directory = parent(target);
        createDirectories(directory);
        force(file);
        try {
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException otherFileSystem) {
            copy(file, target);
        }
        forceDirectory(directory);
    }

    @Override
    public void renew(String key, Path file) throws IOException {
        Files.setLastModifiedTime(path(key), FileTime.from(Instant.now()));
    }

    @Override
    public InputStream get(String key, long offsetBytes, long lengthBytes) throws IOException {
        FileChannel channel = FileChannel.open(path(key), StandardOpenOption.READ);
        try {
            channel.position(offsetBytes);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        return new LimitedInputStream(Channels.newInputStream(channel), lengthBytes);
    }

    @Override
    public OptionalLong size(String key) throws IOException {
        try {
            return OptionalLong.of(Files.size(path(key)));
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        }
    }

    @Override
    public Optional<Instant> lastModified(String key) throws IOException {
        try {
            return Optional.of(Files.getLastModifiedTime(path(key)).toInstant());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public void delete(String key) throws IOException {
        Files.deleteIfExists(path(key));
    }

    @Override
    public void list(String prefix, Consumer<Entry> consumer) throws IOException {
        Path directory = root.resolve(prefix.substring(0, prefix.lastIndexOf('/') + 1));
        if (!Files.isDirectory(directory)) {
            return;
        }
        walk(directory, (file, attributes) -> {
            String key = root.relativize(file).toString();
            if (!isIncoming(file) && key.startsWith(prefix)) {
                consumer.accept(new Entry(
                        key, attributes.size(), attributes.lastModifiedTime().toInstant()));
            }
        });
    }

    @Override
    public void deleteUnfinished(Instant before) throws IOException {
        walk(root, (file, attributes) -> {
            if (isIncoming(file) && attributes.lastModifiedTime().toInstant().isBefore(before)) {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
    }

    @Override
    public Optional<Path> file(String key) {
        return Optional.of(path(key));
    }

    @Override
    public void close() {
        // Holds nothing open.
    }

    private Path path(String key) {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("Not a key: " + key);
        }
        return root.resolve(key);
    }

    /** For a scratch directory on another file system than the store. */
    private static void copy(Path file, Path target) throws IOException {
        Path incoming = target.resolveSibling(INCOMING + UUID.randomUUID());
        try {
            Files.copy(file, incoming);
            force(incoming);
            Files.move(incoming, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(incoming);
        }
    }

    private static boolean isIncoming(Path file) {
        return file.getFileName().toString().startsWith(INCOMING);
    }

    /** A new directory is only there after a crash if the one above it was written. */
    private void createDirectories(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            for (Path each = directory; !each.equals(root); each = parent(each)) {
                forceDirectory(parent(each));
            }
        }
    }

    private static Path parent(Path below) {
        return Objects.requireNonNull(below.getParent(), "Everything is below the root");
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private interface FileConsumer {
        void accept(Path file, BasicFileAttributes attributes);
    }

    private static void walk(Path directory, FileConsumer consumer) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                consumer.accept(file, attributes);
                return FileVisitResult.CONTINUE;
            }

            // A file may go while we walk.
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
    }
}
