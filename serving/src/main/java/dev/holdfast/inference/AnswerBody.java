package dev.holdfast.inference;

import java.nio.ByteBuffer;
import java.util.List;

/** An answer's bytes as they go over the wire: one part, and raw tensors behind it where the caller wanted them. */
public final class AnswerBody {
    private static final String JSON = "application/json";
    private static final String BINARY = "application/octet-stream";

    private static final String GRPC = "application/grpc";

    private final String contentType;
    private final byte[] head;
    private final List<ByteBuffer> tensors;

    AnswerBody(String contentType, byte[] head, List<ByteBuffer> tensors) {
        this.contentType = contentType;
        this.head = head;
        this.tensors = tensors;
    }

    static AnswerBody json(byte[] json) {
        return new AnswerBody(JSON, json, List.of());
    }

    /** JSON with raw tensors behind it; JSON alone where there are none. */
    static AnswerBody of(byte[] json, List<ByteBuffer> tensors) {
        return tensors.isEmpty() ? json(json) : new AnswerBody(BINARY, json, tensors);
    }

    static AnswerBody protobuf(byte[] message) {
        return new AnswerBody(GRPC, message, List.of());
    }

    /** The media type of all of it. */
    public String contentType() {
        return contentType;
    }

    /** The first part; not a copy. */
    public byte[] head() {
        return head;
    }

    /** The other parts, each ready to be read; not copies. */
    public List<ByteBuffer> tensors() {
        return tensors;
    }

    /** Bytes of all parts. */
    public int length() {
        int length = head.length;
        for (ByteBuffer tensor : tensors) {
            length = Math.addExact(length, tensor.remaining());
        }
        return length;
    }

    /** All parts in one array: a copy where there are tensors. */
    public byte[] bytes() {
        if (tensors.isEmpty()) {
            return head;
        }
        ByteBuffer all = ByteBuffer.allocate(length()).put(head);
        tensors.forEach(tensor -> all.put(tensor.duplicate()));
        return all.array();
    }
}
