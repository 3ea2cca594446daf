package dev.holdfast.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out whether values of a CSV file hold line breaks. */
final class CsvBreaks {
    private static final int BUFFER = 1 << 17;

    private CsvBreaks() {}

    /**
     * Whether a line ends between quotes. A quote that stands for itself in an unquoted value counts as one that opens, so the answer
     * may be yes without reason, and never no.
     */
    static boolean betweenQuotes(Path file) throws IOException {
        byte[] buffer = new byte[BUFFER];
        boolean quoted = false;
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                for (int i = 0; i < count; i++) {
                    byte value = buffer[i];
                    if (value == '"') {
                        quoted = !quoted;
                    } else if (quoted && (value == '\n' || value == '\r')) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
