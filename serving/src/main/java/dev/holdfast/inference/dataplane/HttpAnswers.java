package dev.holdfast.inference.dataplane;

import dev.holdfast.inference.ContentCoding;
import dev.holdfast.inference.EncodedAnswer;
import dev.holdfast.inference.OpenInference;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes answers as HTTP/1.1, in one piece where they are short: the head is bytes at once, not an object for each header. For one connection. */
final class HttpAnswers {
    private static final int WORTH_COPYING = 16 * 1024;
    private static final int USUAL_HEAD = 512;

    private static final byte[] OK = statusLine(HttpResponseStatus.OK);
    private static final byte[] CONTINUE = line("HTTP/1.1 100 Continue\r\n\r\n");
    private static final byte[] CONTENT_TYPE = header("content-type");
    private static final byte[] CONTENT_LENGTH = header("content-length");
    private static final byte[] CONTENT_ENCODING = header("content-encoding");
    private static final byte[] PREDICTION_ID = header(OpenInference.PREDICTION_ID);
    private static final byte[] RELEASE = header(OpenInference.RELEASE);
    private static final byte[] ARM = header(OpenInference.ARM);
    private static final byte[] MODEL_VERSION = header(OpenInference.MODEL_VERSION);
    private static final byte[] TRACE_ID = header(OpenInference.TRACE_ID);
    private static final byte[] JSON_LENGTH = header(OpenInference.JSON_LENGTH);
    private static final byte[] RETRY_AFTER = header("retry-after");
    private static final byte[] VARY = line("vary: accept-encoding\r\n");
    private static final byte[] CLOSE = line("connection: close\r\n");
    private static final byte[] END = line("\r\n");

    private byte[] head = new byte[USUAL_HEAD];
    private int size;

    /** Tells a caller who asked first that he may send the body. */
    static ByteBuf goOn() {
        return Unpooled.wrappedBuffer(CONTINUE);
    }

    /** @param withBody false: who asked with HEAD wants to know only what there would be */
    ByteBuf answer(ByteBufAllocator memory, RestAnswer answer, boolean keepAlive, boolean withBody) {
        int length = 0;
        for (ByteBuffer part : answer.body()) {
            length += part.remaining();
        }
        writeHead(answer, length, keepAlive);
        boolean together = withBody && length <= WORTH_COPYING;
        ByteBuf bytes = memory.directBuffer(together ? size + length : size).writeBytes(head, 0, size);
        if (!withBody) {
            return bytes;
        }
        if (!together) {
            return Unpooled.wrappedBuffer(
                    bytes, Unpooled.wrappedBuffer(answer.body().toArray(ByteBuffer[]::new)));
        }
        for (ByteBuffer part : answer.body()) {
            bytes.writeBytes(part.duplicate());
        }
        return bytes;
    }

    private void writeHead(RestAnswer answer, int length, boolean keepAlive) {
        size = 0;
        add(
                answer.status() == HttpResponseStatus.OK.code()
                        ? OK
                        : statusLine(HttpResponseStatus.valueOf(answer.status())));
        add(CONTENT_TYPE, answer.contentType());
        add(CONTENT_LENGTH, Integer.toString(length));
        EncodedAnswer prediction = answer.prediction();
        if (prediction != null) {
            add(PREDICTION_ID, prediction.predictionId().toString());
            add(RELEASE, Integer.toString(prediction.release().number()));
            add(MODEL_VERSION, Integer.toString(prediction.release().modelVersion()));
            add(TRACE_ID, prediction.trace().traceId());
            String arm = prediction.arm();
            if (arm != null) {
                add(ARM, arm);
            }
            if (!prediction.body().tensors().isEmpty()) {
                add(JSON_LENGTH, Integer.toString(prediction.body().head().length));
            }
        }
        if (answer.coding() != ContentCoding.IDENTITY) {
            add(CONTENT_ENCODING, answer.coding().wireName());
            add(VARY);
        }
        if (answer.retryAfterSeconds() >= 0) {
            add(RETRY_AFTER, Long.toString(answer.retryAfterSeconds()));
        }
        if (!keepAlive) {
            add(CLOSE);
        }
        add(END);
    }

    private void add(byte[] bytes) {
        reserve(bytes.length);
        System.arraycopy(bytes, 0, head, size, bytes.length);
        size += bytes.length;
    }

    private void add(byte[] header, String value) {
        add(header);
        int length = value.length();
        reserve(length + END.length);
        for (int i = 0; i < length; i++) {
            char character = value.charAt(i);
            // Whatever a value holds, it never begins another header.
            head[size++] = (byte) (character < ' ' || character > '~' ? '?' : character);
        }
        add(END);
    }

    private void reserve(int length) {
        if (head.length - size < length) {
            head = Arrays.copyOf(head, Math.max(2 * head.length, size + length));
        }
    }

    private static byte[] statusLine(HttpResponseStatus status) {
        return line("HTTP/1.1 " + status + "\r\n");
    }

    private static byte[] header(String name) {
        return line(name + ": ");
    }

    private static byte[] line(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }
}
