package dev.holdfast.inference;

import dev.holdfast.kernel.ProblemException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Walks one message in the wire format of Protocol Buffers where it lies. Malformed bytes are a problem. */
final class ProtobufInput {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED32 = 5;

    private final byte[] bytes;
    private final int end;
    private int at;
    private int wireType;

    ProtobufInput(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private ProtobufInput(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
    }

    /** Bytes that are left. */
    int length() {
        return end - at;
    }

    /** Goes to the next field; its number, or 0 at the end. Then one of the others takes its value. */
    int next() {
        if (at == end) {
            return 0;
        }
        long tag = varint();
        wireType = (int) (tag & 7);
        long number = tag >>> 3;
        if (number < 1 || number >= 1 << 29) {
            throw malformed();
        }
        return (int) number;
    }

    /** Whether the field's value is a row of values behind their length. */
    boolean isPacked() {
        return wireType == LENGTH;
    }

    boolean isAtEnd() {
        return at == end;
    }

    long number() {
        return switch (wireType) {
            case VARINT -> varint();
            case FIXED32 -> littleEndian(Integer.BYTES).getInt();
            case FIXED64 -> littleEndian(Long.BYTES).getLong();
            default -> throw malformed();
        };
    }

    /** A number as it stands in a packed row. */
    long varint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (at == end) {
                throw malformed();
            }
            byte next = bytes[at++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw malformed();
    }

    private ByteBuffer littleEndian(int length) {
        if (end - at < length) {
            throw malformed();
        }
        ByteBuffer value = ByteBuffer.wrap(bytes, at, length).order(ByteOrder.LITTLE_ENDIAN);
        at += length;
        return value;
    }

    ProtobufInput message() {
        int length = valueLength();
        ProtobufInput message = new ProtobufInput(bytes, at, at + length);
        at += length;
        return message;
    }

    /** The field's bytes; not a copy. */
    ByteBuffer bytes() {
        int length = valueLength();
        ByteBuffer value = ByteBuffer.wrap(bytes, at, length).slice().order(ByteOrder.LITTLE_ENDIAN);
        at += length;
        return value;
    }

    String text() {
        try {
            return BinaryTensors.text(bytes(), 0);
        } catch (BadValue e) {
            throw malformed();
        }
    }

    void skip() {
        switch (wireType) {
            case VARINT -> varint();
            case FIXED64 -> littleEndian(Long.BYTES);
            case LENGTH -> bytes();
            case FIXED32 -> littleEndian(Integer.BYTES);
            default -> throw malformed();
        }
    }

    private int valueLength() {
        if (wireType != LENGTH) {
            throw malformed();
        }
        long length = varint();
        if (length < 0 || length > end - at) {
            throw malformed();
        }
        return (int) length;
    }

    private static ProblemException malformed() {
        return ProblemException.malformed("message", null, "can't be read as the message that the method takes.");
    }
}
