package dev.holdfast.dataset;

import dev.holdfast.kernel.ProblemException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/** Passes text through and stops with a problem at the first byte that is not UTF-8, while it is still known where that is. */
final class TextCheckStream extends FilterInputStream {
    private static final int CONTINUATION_FROM = 0x80;
    private static final int CONTINUATION_TO = 0xBF;

    private long line = 1;
    private long position;
    /** Continuation bytes that the current character still needs, and what the next one may be. */
    private int missing;

    private int lead;
    private long leadAt;

    private int from = CONTINUATION_FROM;
    private int to = CONTINUATION_TO;

    TextCheckStream(InputStream body) {
        super(body);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int count = read(one, 0, 1);
        return count < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = in.read(buffer, offset, length);
        if (count < 0) {
            if (missing > 0) {
                throw wrong("ends in the middle of a character", "");
            }
            return count;
        }
        check(buffer, offset, offset + count);
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        // Everything has to be looked at.
        int read = read(new byte[(int) Math.min(count, 8_192)]);
        return Math.max(0, read);
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void check(byte[] buffer, int start, int end) {
        int i = start;
        while (i < end) {
            byte value = buffer[i];
            if (value > 0 && missing == 0) {
                if (value == '\n') {
                    line++;
                }
            } else {
                accept(Byte.toUnsignedInt(value), position + (i - start));
            }
            i++;
        }
        position += end - start;
    }

    private void accept(int value, long at) {
        if (missing > 0) {
            if (value < from || value > to) {
                throw invalid(lead, leadAt);
            }
            missing--;
            from = CONTINUATION_FROM;
            to = CONTINUATION_TO;
            return;
        }
        lead = value;
        leadAt = at;
        if (value == 0) {
            throw wrong("holds a zero byte", " at byte " + (at + 1) + ", as UTF-16 and binary files do");
        } else if (value >= 0xC2 && value <= 0xDF) {
            missing = 1;
        } else if (value >= 0xE0 && value <= 0xEF) {
            missing = 2;
            from = value == 0xE0 ? 0xA0 : CONTINUATION_FROM;
            to = value == 0xED ? 0x9F : CONTINUATION_TO;
        } else if (value >= 0xF0 && value <= 0xF4) {
            missing = 3;
            from = value == 0xF0 ? 0x90 : CONTINUATION_FROM;
            to = value == 0xF4 ? 0x8F : CONTINUATION_TO;
        } else if (at == 0 && (value == 0xFF || value == 0xFE)) {
            throw wrong("begins like UTF-16", "");
        } else {
            throw invalid(value, at);
        }
    }

    private ProblemException invalid(int value, long at) {
        return wrong(
                "is not UTF-8",
                " (byte " + String.format(Locale.ROOT, "0x%02X", value) + ", the " + (at + 1) + ". of the file)");
    }

    private ProblemException wrong(String what, String where) {
        return ProblemException.invalid(
                "line " + line, null, what + where + "; save the file as UTF-8 and send it again.");
    }
}
