package dev.holdfast.inference.dataplane;

import dev.holdfast.inference.ContentCoding;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** Collects a body into one array as it comes, no longer than it may be. A length that is only claimed takes no memory. */
final class BodyBytes implements AutoCloseable {
    private static final int TRUSTED = 1024 * 1024;

    private final BodyRoom room;
    private byte[] bytes = {};
    private long told = Long.MAX_VALUE;
    private int size;
    private int taken;

    BodyBytes(BodyRoom room) {
        this.room = room;
    }

    /** @param claimed the length that the caller tells; -1 where he does not */
    void expect(long claimed, long limit) {
        if (claimed > limit) {
            throw ContentCoding.tooLarge(limit);
        }
        if (claimed > 0) {
            told = claimed;
            bytes = new byte[(int) Math.min(claimed, TRUSTED)];
        }
    }

    /** Takes what there is to read. */
    void add(ByteBuf content, long limit) {
        int length = content.readableBytes();
        if (size + (long) length > limit) {
            throw ContentCoding.tooLarge(limit);
        }
        room.take(length);
        taken += length;
        if (bytes.length - size < length) {
            long most = Math.min(limit, Math.max(told, size + (long) length));
            bytes = Arrays.copyOf(bytes, (int) Math.min(most, Math.max(size + (long) length, bytes.length * 2L)));
        }
        content.readBytes(bytes, size, length);
        size += length;
    }

    int length() {
        return size;
    }

    /** Its memory counts no more: it was answered, or is not wanted. To be called on the connection's thread. */
    @Override
    public void close() {
        room.giveBack(taken);
        taken = 0;
    }

    /** All of it; not a copy where its length was told. */
    byte[] bytes() {
        return bytes.length == size ? bytes : Arrays.copyOf(bytes, size);
    }
}
