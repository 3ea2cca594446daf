package dev.holdfast.dataset;

import dev.holdfast.kernel.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The first line of a CSV file.
 *
 * @param delimiter what separates the fields
 * @param names of the columns
 */
record CsvHeader(char delimiter, List<String> names) {
    private static final char[] DELIMITERS = {',', ';', '\t', '|'};
    private static final int MAX_BYTES = 4 << 20;
    private static final int RECORDS_TO_COMPARE = 100;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    /** Reads the header and finds the delimiter: the one that gives the most columns, the same in each of the first lines. */
    static CsvHeader read(Path file) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = withoutMark(in.readNBytes(MAX_BYTES));
        }
        if (start.length == 0) {
            throw ProblemException.invalid("file", null, "is empty; send a header line and at least one row.");
        }
        char best = ',';
        int bestCount = 1;
        boolean bestConsistent = false;
        for (char delimiter : DELIMITERS) {
            CsvScanner scanner = new CsvScanner(new ByteArrayInputStream(start), delimiter, false);
            scanner.next();
            int count = scanner.fieldCount();
            boolean consistent = isConsistent(scanner, count);
            if (count > 1 && (consistent == bestConsistent ? count > bestCount : consistent)) {
                best = delimiter;
                bestCount = count;
                bestConsistent = consistent;
            }
        }
        return new CsvHeader(best, names(start, best));
    }

    private static boolean isConsistent(CsvScanner scanner, int count) throws IOException {
        for (int i = 0; i < RECORDS_TO_COMPARE; i++) {
            if (!scanner.next() || scanner.lineEnd() == null) {
                // The end of what was read may be the middle of a record.
                return true;
            }
            if (!scanner.isBlank() && scanner.fieldCount() != count) {
                return false;
            }
        }
        return true;
    }

    private static List<String> names(byte[] start, char delimiter) throws IOException {
        CsvScanner scanner = new CsvScanner(new ByteArrayInputStream(start), delimiter, true);
        scanner.next();
        if (scanner.fault() != null) {
            throw ProblemException.invalid("line 1", null, "The header line " + scanner.fault() + ".");
        }
        if (scanner.lineEnd() == null && start.length >= MAX_BYTES - BYTE_ORDER_MARK.length) {
            throw ProblemException.invalid(
                    "line 1", null, "The header line is longer than " + MAX_BYTES + " bytes; is this a CSV file?");
        }
        List<String> names = scanner.fields();
        if (names.stream().allMatch(name -> NUMBER.matcher(name).matches())) {
            throw ProblemException.invalid(
                    "line 1",
                    String.join(String.valueOf(delimiter), names.subList(0, Math.min(names.size(), 5))),
                    "The first line must name the columns, and these are numbers; add a header line.");
        }
        return names;
    }

    private static byte[] withoutMark(byte[] start) {
        boolean marked = start.length >= BYTE_ORDER_MARK.length
                && java.util.Arrays.equals(
                        start, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
        return marked ? java.util.Arrays.copyOfRange(start, BYTE_ORDER_MARK.length, start.length) : start;
    }
}
