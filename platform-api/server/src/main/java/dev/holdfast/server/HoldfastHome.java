package dev.holdfast.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The directory with all that this server keeps on disk. It belongs to one server at a time, for as long as that lives. */
final class HoldfastHome implements AutoCloseable {
    private static final String LOCK = "lock";

    private final Path directory;
    private final FileChannel lock;

    private HoldfastHome(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /** Makes the directory if need be and takes it. The operating system frees it, however this process ends. */
    static HoldfastHome take(Path wanted) {
        Path directory;
        try {
            directory = Files.createDirectories(wanted).toRealPath();
        } catch (IOException e) {
            throw new StartupFailure(
                    "HOLDFAST_HOME " + wanted.toAbsolutePath().normalize() + " can't be made: " + reason(e)
                            + ". Make it, or name another directory.",
                    e);
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    directory.resolve(LOCK),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            if (!lock(channel)) {
                String owner = new String(Files.readAllBytes(directory.resolve(LOCK)), StandardCharsets.UTF_8).strip();
                channel.close();
                throw new StartupFailure("HOLDFAST_HOME " + directory + " is in use by another Holdfast"
                        + (owner.isEmpty() ? "" : " (process " + owner + ")")
                        + ". Stop that one, or name another directory.");
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8)), 0);
            return new HoldfastHome(directory, channel);
        } catch (IOException e) {
            close(channel, e);
            throw new StartupFailure(
                    "HOLDFAST_HOME " + directory + " can't be written to: " + reason(e)
                            + ". Change its owner or mode, or name another directory.",
                    e);
        }
    }

    Path directory() {
        return directory;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    private static String reason(IOException e) {
        String simpleName = e.getClass().getSimpleName();
        return simpleName.equals("AccessDeniedException")
                ? "permission denied"
                : simpleName.equals("FileAlreadyExistsException") ? "there is a file of that name" : e.toString();
    }

    private static void close(@Nullable FileChannel channel, IOException cause) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
    }
}
