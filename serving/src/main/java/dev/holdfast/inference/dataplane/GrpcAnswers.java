package dev.holdfast.inference.dataplane;

import dev.holdfast.inference.AnswerBody;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;

/** The frames of answers over gRPC. */
final class GrpcAnswers {
    private static final int PREFIX = 5;
    private static final int WORTH_COPYING = 16 * 1024;
    private static final AsciiString TYPE = AsciiString.cached("application/grpc");
    private static final AsciiString CONTENT_TYPE = AsciiString.cached("content-type");
    private static final AsciiString STATUS = AsciiString.cached("grpc-status");
    private static final AsciiString MESSAGE = AsciiString.cached("grpc-message");
    private static final AsciiString HTTP_OK = AsciiString.cached("200");

    /** Before a message. */
    static final Http2Headers HEADERS = ReadOnlyHttp2Headers.serverHeaders(
            false,
            HTTP_OK,
            CONTENT_TYPE,
            TYPE,
            AsciiString.cached("grpc-accept-encoding"),
            AsciiString.cached("identity,deflate,gzip"));

    /** Behind a message. */
    static final Http2Headers OK = ReadOnlyHttp2Headers.trailers(false, STATUS, AsciiString.cached("0"));

    private GrpcAnswers() {}

    static Http2Headers failure(int status, String text) {
        return new DefaultHttp2Headers(false)
                .status(HTTP_OK)
                .set(CONTENT_TYPE, TYPE)
                .set(STATUS, Integer.toString(status))
                .set(MESSAGE, GrpcStatus.message(text));
    }

    /** A message behind its length; short ones in memory that the socket takes as it is. */
    static ByteBuf message(ByteBufAllocator memory, AnswerBody body) {
        int length = body.length();
        if (length > WORTH_COPYING) {
            ByteBuf prefix = memory.directBuffer(PREFIX).writeByte(0).writeInt(length);
            return Unpooled.wrappedBuffer(prefix, Unpooled.wrappedBuffer(body.bytes()));
        }
        return memory.directBuffer(PREFIX + length)
                .writeByte(0)
                .writeInt(length)
                .writeBytes(body.bytes());
    }
}
