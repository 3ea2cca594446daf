package dev.holdfast.inference;

import dev.holdfast.runtime.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON in UTF-8 into one array of bytes. Knows where a comma belongs; that brackets match and fields have values is the caller's
 * business. NaN is {@code null}, the infinities are texts.
 */
final class JsonOutput {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);
    private static final int LONGEST_NUMBER = 32;

    private byte[] bytes;
    private int size;
    private boolean comma;

    /** @param capacity the bytes expected; more are taken as they are needed */
    JsonOutput(int capacity) {
        bytes = new byte[Math.max(64, capacity)];
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    JsonOutput beginObject() {
        return begin('{');
    }

    JsonOutput endObject() {
        return end('}');
    }

    JsonOutput beginArray() {
        return begin('[');
    }

    JsonOutput endArray() {
        return end(']');
    }

    JsonOutput field(String name) {
        text(name);
        bytes[size++] = ':';
        comma = false;
        return this;
    }

    JsonOutput field(String name, String value) {
        return field(name).text(value);
    }

    JsonOutput field(String name, long value) {
        return field(name).number(value);
    }

    JsonOutput text(String value) {
        int length = value.length();
        before(6 * length + 3);
        bytes[size++] = '"';
        for (int i = 0; i < length; i++) {
            char character = value.charAt(i);
            if (character < 0x80) {
                ascii(character);
            } else if (Character.isHighSurrogate(character)
                    && i + 1 < length
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                wide(Character.toCodePoint(character, value.charAt(++i)));
            } else if (Character.isSurrogate(character)) {
                escaped(character);
            } else {
                wide(character);
            }
        }
        bytes[size++] = '"';
        comma = true;
        return this;
    }

    private void wide(int point) {
        if (point < 0x800) {
            bytes[size++] = (byte) (0xc0 | (point >> 6));
        } else {
            if (point < 0x10000) {
                bytes[size++] = (byte) (0xe0 | (point >> 12));
            } else {
                bytes[size++] = (byte) (0xf0 | (point >> 18));
                bytes[size++] = continuation(point >> 12);
            }
            bytes[size++] = continuation(point >> 6);
        }
        bytes[size++] = continuation(point);
    }

    private static byte continuation(int bits) {
        return (byte) (0x80 | (bits & 0x3f));
    }

    private void ascii(char character) {
        if (character == '"' || character == '\\') {
            bytes[size++] = '\\';
            bytes[size++] = (byte) character;
        } else if (character < ' ') {
            escaped(character);
        } else {
            bytes[size++] = (byte) character;
        }
    }

    private void escaped(char character) {
        bytes[size++] = '\\';
        bytes[size++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            bytes[size++] = HEX[(character >> shift) & 0xf];
        }
    }

    JsonOutput number(long value) {
        before(LONGEST_NUMBER);
        if (value >= 0 && value < 10) {
            bytes[size++] = (byte) ('0' + value);
        } else {
            plain(Long.toString(value));
        }
        comma = true;
        return this;
    }

    JsonOutput truth(boolean value) {
        return word(value ? "true" : "false");
    }

    JsonOutput nothing() {
        return word("null");
    }

    /** One element in the nearest form that JSON has. */
    JsonOutput element(Tensor tensor, int index) {
        return switch (tensor.datatype()) {
            case BYTES -> text(tensor.texts()[index]);
            case BOOL -> truth(tensor.longAt(index) != 0);
            case FP32, FP16 -> {
                float value = (float) tensor.doubleAt(index);
                yield Float.isFinite(value) ? word(Float.toString(value)) : special(value);
            }
            case FP64 -> {
                double value = tensor.doubleAt(index);
                yield Double.isFinite(value) ? word(Double.toString(value)) : special(value);
            }
            case UINT64 -> word(Long.toUnsignedString(tensor.longAt(index)));
            case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64 -> number(tensor.longAt(index));
        };
    }

    private JsonOutput special(double value) {
        return Double.isNaN(value) ? nothing() : text(value > 0 ? "Infinity" : "-Infinity");
    }

    private JsonOutput word(String ascii) {
        before(ascii.length() + 1);
        plain(ascii);
        comma = true;
        return this;
    }

    private void plain(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            bytes[size++] = (byte) ascii.charAt(i);
        }
    }

    /** A text, or null where there is none. */
    JsonOutput textOrNothing(@Nullable String value) {
        return value == null ? nothing() : text(value);
    }

    private JsonOutput begin(char bracket) {
        before(2);
        bytes[size++] = (byte) bracket;
        comma = false;
        return this;
    }

    private JsonOutput end(char bracket) {
        comma = false;
        before(2);
        bytes[size++] = (byte) bracket;
        comma = true;
        return this;
    }

    /** Room for a comma, a value of that many bytes, and a colon behind it. */
    private void before(int length) {
        if (bytes.length - size < length + 2) {
            bytes = Arrays.copyOf(bytes, Math.addExact(Math.max(bytes.length, length + 2), bytes.length));
        }
        if (comma) {
            bytes[size++] = ',';
            comma = false;
        }
    }
}
