package dev.holdfast.dataset;

import dev.holdfast.kernel.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Says what is wrong with a CSV file that DuckDB refused: it knows that, but not always where. */
final class CsvFaults {
    /** The longest line that is read. */
    static final int MAX_LINE_BYTES = 8_000_000;

    private CsvFaults() {}

    /** The first fault from the beginning of the file; empty where the structure is sound. */
    static Optional<ProblemException> find(Path file, CsvHeader header) throws IOException {
        int columns = header.names().size();
        try (InputStream in = Files.newInputStream(file)) {
            CsvScanner scanner = new CsvScanner(in, header.delimiter(), false);
            CsvScanner.LineEnd firstEnd = null;
            while (scanner.next()) {
                String fault = scanner.fault();
                if (fault != null) {
                    return at(scanner, null, fault + ".");
                }
                if (scanner.recordBytes() > MAX_LINE_BYTES) {
                    return at(
                            scanner,
                            scanner.recordBytes(),
                            "has more than " + MAX_LINE_BYTES + " bytes; is a closing quote missing?");
                }
                boolean skipped = scanner.isBlank() && columns > 1;
                if (!skipped && scanner.fieldCount() != columns) {
                    return at(
                            scanner,
                            scanner.fieldCount(),
                            "has " + fields(scanner.fieldCount()) + " where the header has " + columns
                                    + "; give every row as many values as there are columns, and quote values that"
                                    + " hold the delimiter '" + printable(header.delimiter()) + "'.");
                }
                if (firstEnd == null) {
                    firstEnd = scanner.lineEnd();
                } else if (scanner.lineEnd() != null && scanner.lineEnd() != firstEnd) {
                    return at(
                            scanner,
                            null,
                            "ends in " + scanner.lineEnd() + " and the lines before in " + firstEnd
                                    + "; use one kind of line end in the whole file.");
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<ProblemException> at(
            CsvScanner scanner, @org.jspecify.annotations.Nullable Object value, String message) {
        return Optional.of(ProblemException.invalid("line " + scanner.line(), value, message));
    }

    private static String fields(int count) {
        return count == 1 ? "1 value" : count + " values";
    }

    private static String printable(char delimiter) {
        return delimiter == '\t' ? "tab" : String.valueOf(delimiter);
    }
}
