package dev.holdfast.dataset;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes CSV apart into records and counts lines: for the header, and to say where a file is wrong. The rows themselves are read by
 * DuckDB, which follows the same rules (RFC 4180; a quote counts only at the beginning of a field).
 */
final class CsvScanner {
    /** How the lines of a file end. */
    enum LineEnd {
        LF,
        CRLF,
        CR
    }

    private enum State {
        FIELD_START,
        UNQUOTED,
        QUOTED,
        AFTER_QUOTE
    }

    private static final int END = -1;
    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final int delimiter;
    private final boolean keepFields;
    private final byte[] buffer = new byte[BUFFER];
    private int next;
    private int limit;

    private final ByteArrayOutputStream field = new ByteArrayOutputStream();
    private final List<String> fields = new ArrayList<>();
    private int fieldCount;
    private long physicalLine = 1;
    private long line = 1;
    private long recordBytes;
    private boolean fieldWasQuoted;
    private @Nullable LineEnd lineEnd;
    private @Nullable String fault;

    CsvScanner(InputStream in, char delimiter, boolean keepFields) {
        this.in = in;
        this.delimiter = delimiter;
        this.keepFields = keepFields;
    }

    /** Goes to the next record; false at the end of the file. */
    boolean next() throws IOException {
        fields.clear();
        field.reset();
        fieldCount = 0;
        recordBytes = 0;
        lineEnd = null;
        fieldWasQuoted = false;
        line = physicalLine;
        int value = read();
        if (value == END) {
            return false;
        }
        State state = State.FIELD_START;
        while (true) {
            if (state == State.QUOTED) {
                if (value == END) {
                    fault = "has a quote that is never closed";
                    endField();
                    return true;
                }
                if (value == '"') {
                    state = State.AFTER_QUOTE;
                } else {
                    if (value == '\n') {
                        physicalLine++;
                    }
                    keep(value);
                }
            } else if (value == delimiter) {
                endField();
                state = State.FIELD_START;
            } else if (value == '\n' || value == '\r' || value == END) {
                endRecord(value);
                return true;
            } else if (value == '"' && state == State.FIELD_START) {
                fieldWasQuoted = true;
                state = State.QUOTED;
            } else if (value == '"' && state == State.AFTER_QUOTE) {
                keep(value);
                state = State.QUOTED;
            } else {
                if (state == State.AFTER_QUOTE && fault == null) {
                    fault = "has text after a closing quote (double the quotes inside a quoted value)";
                }
                keep(value);
                state = State.UNQUOTED;
            }
            value = read();
        }
    }

    /** The line that the current record begins in, from 1. */
    long line() {
        return line;
    }

    /** Fields of the current record; an empty line has one empty field, see {@link #isBlank}. */
    int fieldCount() {
        return fieldCount;
    }

    boolean isBlank() {
        return fieldCount == 1 && recordBytes == 0;
    }

    /** Bytes of the current record without its line end. */
    long recordBytes() {
        return recordBytes;
    }

    /** The fields of the current record, if they are kept; blanks around unquoted ones are dropped. */
    List<String> fields() {
        return List.copyOf(fields);
    }

    /** How the current record ends; null at the end of the file. */
    @Nullable
    LineEnd lineEnd() {
        return lineEnd;
    }

    /** What is wrong with the current record or one before it; null if nothing is. */
    @Nullable
    String fault() {
        return fault;
    }

    private void endRecord(int value) throws IOException {
        endField();
        if (value == END) {
            return;
        }
        recordBytes--;
        physicalLine++;
        if (value == '\n') {
            lineEnd = LineEnd.LF;
        } else if (peek() == '\n') {
            next++;
            lineEnd = LineEnd.CRLF;
        } else {
            lineEnd = LineEnd.CR;
        }
    }

    private void endField() {
        fieldCount++;
        if (keepFields) {
            String text = field.toString(StandardCharsets.UTF_8);
            fields.add(fieldWasQuoted ? text : text.strip());
            field.reset();
        }
        fieldWasQuoted = false;
    }

    private void keep(int value) {
        if (keepFields) {
            field.write(value);
        }
    }

    private int read() throws IOException {
        int value = peek();
        if (value != END) {
            next++;
            recordBytes++;
        }
        return value;
    }

    private int peek() throws IOException {
        if (next == limit) {
            limit = Math.max(0, in.read(buffer, 0, buffer.length));
            next = 0;
            if (limit == 0) {
                return END;
            }
        }
        return Byte.toUnsignedInt(buffer[next]);
    }
}
