package dev.holdfast.mlflow;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** JSON as UTF-8 for answers of many thousand small values: written by hand into one array, without an object per value. */
public final class JsonBytes {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    /** Digits and sign of the longest number of 64 bits. */
    private static final int LONGEST = 20;

    private byte[] bytes;
    private int size;

    public JsonBytes(int capacity) {
        bytes = new byte[capacity];
    }

    public int size() {
        return size;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /** Hands over what was written so far and begins anew. */
    public void drainTo(OutputStream out) throws IOException {
        out.write(bytes, 0, size);
        size = 0;
    }

    public void clear() {
        size = 0;
    }

    /** JSON that is ready: punctuation, names or a whole value. */
    public JsonBytes raw(byte[] json) {
        reserve(json.length);
        System.arraycopy(json, 0, bytes, size, json.length);
        size += json.length;
        return this;
    }

    public JsonBytes raw(String json) {
        return raw(json.getBytes(StandardCharsets.UTF_8));
    }

    public JsonBytes text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        reserve(6 * utf8.length + 2);
        bytes[size++] = '"';
        for (byte b : utf8) {
            if (b == '"' || b == '\\') {
                bytes[size++] = '\\';
                bytes[size++] = b;
            } else if (b >= 0 && b < ' ') {
                System.arraycopy(new byte[] {'\\', 'u', '0', '0', HEX[b >> 4], HEX[b & 15]}, 0, bytes, size, 6);
                size += 6;
            } else {
                bytes[size++] = b;
            }
        }
        bytes[size++] = '"';
        return this;
    }

    public JsonBytes number(long value) {
        reserve(LONGEST);
        if (value == Long.MIN_VALUE) {
            return raw(Long.toString(value));
        }
        long rest = value;
        if (rest < 0) {
            bytes[size++] = '-';
            rest = -rest;
        }
        int end = size + digits(rest);
        int at = end;
        do {
            bytes[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest != 0);
        size = end;
        return this;
    }

    /** What is no number is a text, as the protocol has it. */
    @SuppressWarnings("deprecation")
    public JsonBytes number(double value) {
        if (!Double.isFinite(value)) {
            return raw(Double.isNaN(value) ? "\"NaN\"" : value > 0 ? "\"Infinity\"" : "\"-Infinity\"");
        }
        String digits = Double.toString(value);
        reserve(digits.length());
        // All of it is ASCII: the low bytes are the text.
        digits.getBytes(0, digits.length(), bytes, size);
        size += digits.length();
        return this;
    }

    private static int digits(long value) {
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }
}
