package dev.holdfast.storage;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.springframework.util.FileSystemUtils;

/** A directory for files that no restart needs: emptied when the server starts. */
class Scratch {
    private final Path directory;

    Scratch(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory).toRealPath();
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(this.directory)) {
            for (Path leftover : leftovers) {
                FileSystemUtils.deleteRecursively(leftover);
            }
        }
    }

    Path newFile(String suffix) {
        return directory.resolve(UUID.randomUUID() + suffix);
    }
}
