package dev.holdfast.storage;

import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;

/** Writes a body to a scratch file and sums up its digest on the way. */
final class Spool {
    private static final int BUFFER_BYTES = 256 * 1024;
    /** What the operating systems say; Java has no exception of its own for it. */
    private static final List<String> OUT_OF_SPACE =
            List.of("no space left", "disk quota exceeded", "not enough space on the disk");

    private Spool() {}

    /**
     * Writes all of {@code body}; does not close it.
     *
     * @param maxBytes more than this is a problem (413)
     */
    static Blob write(InputStream body, Path file, long maxBytes) throws IOException {
        MessageDigest sum = Digest.sha256();
        long size = 0;
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            // A network gives small pieces; the file and the digest want large ones.
            for (int count = body.readNBytes(buffer, 0, buffer.length);
                    count > 0;
                    count = body.readNBytes(buffer, 0, buffer.length)) {
                size += count;
                if (size > maxBytes) {
                    throw new ProblemException(
                            ProblemType.TOO_LARGE, "The body has more than " + maxBytes + " bytes; send less.");
                }
                sum.update(buffer, 0, count);
                out.write(buffer, 0, count);
            }
        }
        return new Blob(Digest.of(sum), size);
    }

    /** A full disk is told to the caller as such; anything else stays as it is. */
    static IOException orOutOfSpace(IOException failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (OUT_OF_SPACE.stream().anyMatch(message::contains)) {
            throw new ProblemException(
                    ProblemType.INSUFFICIENT_STORAGE,
                    "The server's disk is full: nothing was stored. Make room on it, then send it again.",
                    failure);
        }
        return failure;
    }
}
