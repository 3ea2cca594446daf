package dev.holdfast.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs for this platform, unpacked once from the archive on the class path. */
final class PostgresBinaries {
    private static final Logger log = LoggerFactory.getLogger(PostgresBinaries.class);
    private static final int OWNER_MAY_EXECUTE = 0100;

    private PostgresBinaries() {}

    /** Unpacks into {@code directory} unless that is done; it appears whole or not at all. */
    static void unpack(Path directory) {
        if (Files.isDirectory(directory)) {
            return;
        }
        String archive = archiveName();
        Path incoming = directory.resolveSibling(directory.getFileName() + ".incoming");
        try (InputStream packed = PostgresBinaries.class.getClassLoader().getResourceAsStream(archive)) {
            if (packed == null) {
                throw new StartupFailure("This build has no PostgreSQL for this platform (" + archive
                        + "). Build it here, or set HOLDFAST_DATABASE_URL.");
            }
            log.info("Unpacking PostgreSQL, once");
            FileSystemUtils.deleteRecursively(incoming);
            Files.createDirectories(incoming);
            unpack(packed, incoming);
            Files.move(incoming, directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StartupFailure("PostgreSQL can't be unpacked into " + directory + ": " + e, e);
        }
    }

    private static void unpack(InputStream packed, Path target) throws IOException {
        try (TarArchiveInputStream archive =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(packed)))) {
            for (TarArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("An entry leads out of the archive: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                    continue;
                }
                Path parent = path.getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(archive, path);
                    if ((entry.getMode() & OWNER_MAY_EXECUTE) != 0
                            && !path.toFile().setExecutable(true, false)) {
                        throw new IOException("Not allowed to make " + path + " executable");
                    }
                }
            }
        }
    }

    private static String archiveName() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        String architecture = switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            case String other -> other;
        };
        return "postgres-" + system + "-" + architecture + ".txz";
    }
}
