package dev.holdfast.inference.dataplane;

import dev.holdfast.inference.ContentCoding;
import dev.holdfast.inference.EncodedAnswer;
import dev.holdfast.inference.OpenInference;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.nio.ByteBuffer;

/** Writes answers as HTTP/1.1. */
final class HttpAnswers {
    private static final int WORTH_COPYING = 16 * 1024;
    private static final AsciiString PREDICTION_ID = AsciiString.cached(OpenInference.PREDICTION_ID);
    private static final AsciiString RELEASE = AsciiString.cached(OpenInference.RELEASE);
    private static final AsciiString ARM = AsciiString.cached(OpenInference.ARM);
    private static final AsciiString MODEL_VERSION = AsciiString.cached(OpenInference.MODEL_VERSION);
    private static final AsciiString TRACE_ID = AsciiString.cached(OpenInference.TRACE_ID);

    private HttpAnswers() {}

    static FullHttpResponse response(ByteBufAllocator memory, RestAnswer answer, boolean keepAlive) {
        ByteBuf body = body(memory, answer);
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), body);
        HttpHeaders headers = response.headers();
        headers.set(HttpHeaderNames.CONTENT_TYPE, answer.contentType());
        headers.set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        EncodedAnswer prediction = answer.prediction();
        if (prediction != null) {
            headers.set(PREDICTION_ID, prediction.predictionId().toString());
            headers.set(RELEASE, Integer.toString(prediction.release().number()));
            headers.set(MODEL_VERSION, Integer.toString(prediction.release().modelVersion()));
            headers.set(TRACE_ID, prediction.trace().traceId());
            String arm = prediction.arm();
            if (arm != null) {
                headers.set(ARM, arm);
            }
            if (!prediction.body().tensors().isEmpty()) {
                headers.set(
                        OpenInference.JSON_LENGTH,
                        Integer.toString(prediction.body().head().length));
            }
        }
        if (answer.coding() != ContentCoding.IDENTITY) {
            headers.set(HttpHeaderNames.CONTENT_ENCODING, answer.coding().wireName());
            headers.set(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING);
        }
        if (answer.retryAfterSeconds() >= 0) {
            headers.set(HttpHeaderNames.RETRY_AFTER, Long.toString(answer.retryAfterSeconds()));
        }
        if (!keepAlive) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        return response;
    }

    /** Short answers go into memory that the socket takes as it is; long ones are not copied once more here. */
    private static ByteBuf body(ByteBufAllocator memory, RestAnswer answer) {
        int length = 0;
        for (ByteBuffer part : answer.body()) {
            length += part.remaining();
        }
        if (length > WORTH_COPYING) {
            return Unpooled.wrappedBuffer(answer.body().toArray(ByteBuffer[]::new));
        }
        ByteBuf body = memory.directBuffer(length);
        for (ByteBuffer part : answer.body()) {
            body.writeBytes(part.duplicate());
        }
        return body;
    }
}
