package dev.holdfast.inference;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Writes one message in the wire format of Protocol Buffers. What has its default value is left out, as the format's makers do. */
final class ProtobufOutput {
    private static final int VARINT = 0;
    private static final int LENGTH = 2;
    private static final int LONGEST_VARINT = 10;

    private byte[] bytes;
    private int size;

    /** @param capacity the bytes expected; more are taken as they are needed */
    ProtobufOutput(int capacity) {
        bytes = new byte[Math.max(64, capacity)];
    }

    ProtobufOutput() {
        this(64);
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    ProtobufOutput number(int field, long value) {
        if (value != 0) {
            tag(field, VARINT);
            varint(value);
        }
        return this;
    }

    ProtobufOutput truth(int field, boolean value) {
        return number(field, value ? 1 : 0);
    }

    ProtobufOutput text(int field, String value) {
        return value.isEmpty() ? this : bytes(field, ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
    }

    /** Written even where it is empty: a place in a list. */
    ProtobufOutput bytes(int field, ByteBuffer value) {
        tag(field, LENGTH);
        int length = value.remaining();
        varint(length);
        room(length);
        value.duplicate().get(bytes, size, length);
        size += length;
        return this;
    }

    ProtobufOutput texts(int field, List<String> values) {
        values.forEach(value -> bytes(field, ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8))));
        return this;
    }

    /** A packed row of numbers. */
    ProtobufOutput numbers(int field, long... values) {
        if (values.length == 0) {
            return this;
        }
        ProtobufOutput row = new ProtobufOutput(values.length * 2);
        for (long value : values) {
            row.varint(value);
        }
        return bytes(field, ByteBuffer.wrap(row.bytes, 0, row.size));
    }

    ProtobufOutput message(int field, Consumer<ProtobufOutput> content) {
        ProtobufOutput message = new ProtobufOutput();
        content.accept(message);
        return bytes(field, ByteBuffer.wrap(message.bytes, 0, message.size));
    }

    private void tag(int field, int wireType) {
        varint(((long) field << 3) | wireType);
    }

    private void varint(long value) {
        room(LONGEST_VARINT);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    private void room(int length) {
        if (bytes.length - size < length) {
            bytes = Arrays.copyOf(bytes, Math.addExact(bytes.length, Math.max(bytes.length, length)));
        }
    }
}
