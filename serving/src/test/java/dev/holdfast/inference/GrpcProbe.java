package dev.holdfast.inference;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrame;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Sends gRPC calls frame by frame, also such as no client would send. */
@SuppressWarnings("FutureReturnValueIgnored")
final class GrpcProbe implements AutoCloseable {
    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel connection;

    GrpcProbe(int port) {
        connection = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<NioSocketChannel>() {
                    @Override
                    protected void initChannel(NioSocketChannel channel) {
                        channel.pipeline()
                                .addLast(
                                        Http2FrameCodecBuilder.forClient().build(),
                                        new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
                    }
                })
                .connect(InetAddress.getLoopbackAddress(), port)
                .syncUninterruptibly()
                .channel();
    }

    /** @param status gRPC's number */
    record Reply(int status, String message, ByteBuf body) {
        byte[] bytes() {
            return ByteBufUtil.getBytes(body);
        }
    }

    /** A call of one message behind its length. */
    Reply call(String path, byte[] message, Map<String, String> headers) {
        boolean compressed = headers.containsKey("grpc-encoding");
        return send(
                path,
                Unpooled.buffer(message.length + 5)
                        .writeByte(compressed ? 1 : 0)
                        .writeInt(message.length)
                        .writeBytes(message),
                headers);
    }

    /** A call of these bytes, whatever they are. */
    Reply send(String path, ByteBuf frames, Map<String, String> headers) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        Http2StreamChannel stream = Objects.requireNonNull(new Http2StreamChannelBootstrap(connection)
                .handler(new Listener(reply))
                .open()
                .syncUninterruptibly()
                .getNow());
        Http2Headers head = new DefaultHttp2Headers()
                .method("POST")
                .scheme("http")
                .authority("localhost")
                .path(path)
                .set("content-type", "application/grpc")
                .set("te", "trailers");
        headers.forEach(head::set);
        stream.write(new DefaultHttp2HeadersFrame(head));
        stream.writeAndFlush(new DefaultHttp2DataFrame(frames, true));
        return reply.orTimeout(60, TimeUnit.SECONDS).join();
    }

    /** Begins a call whose answer nobody waits for. */
    void begin(String path, byte[] message) {
        Http2StreamChannel stream = Objects.requireNonNull(new Http2StreamChannelBootstrap(connection)
                .handler(new ChannelInboundHandlerAdapter())
                .open()
                .syncUninterruptibly()
                .getNow());
        stream.write(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers()
                .method("POST")
                .scheme("http")
                .authority("localhost")
                .path(path)
                .set("content-type", "application/grpc")));
        stream.writeAndFlush(new DefaultHttp2DataFrame(
                        Unpooled.buffer(message.length + 5)
                                .writeByte(0)
                                .writeInt(message.length)
                                .writeBytes(message),
                        true))
                .syncUninterruptibly();
    }

    /** @param reset whether the connection is torn down, not closed */
    void hangUp(boolean reset) {
        if (reset) {
            connection.config().setOption(ChannelOption.SO_LINGER, 0);
            // Not by way of the codec, which would say goodbye.
            connection
                    .eventLoop()
                    .submit(() -> connection.unsafe().close(connection.newPromise()))
                    .syncUninterruptibly();
        }
        close();
    }

    /** Begins a call and hangs up before its message is there. */
    void abandon(String path) {
        Http2StreamChannel stream = Objects.requireNonNull(new Http2StreamChannelBootstrap(connection)
                .handler(new ChannelInboundHandlerAdapter())
                .open()
                .syncUninterruptibly()
                .getNow());
        stream.writeAndFlush(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers()
                        .method("POST")
                        .scheme("http")
                        .authority("localhost")
                        .path(path)))
                .syncUninterruptibly();
        stream.close().syncUninterruptibly();
    }

    @Override
    public void close() {
        connection.close().syncUninterruptibly();
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    private static final class Listener extends SimpleChannelInboundHandler<Http2StreamFrame> {
        private final CompletableFuture<Reply> reply;
        private final ByteBuf body = Unpooled.buffer();

        private Listener(CompletableFuture<Reply> reply) {
            this.reply = reply;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, Http2StreamFrame frame) {
            if (frame instanceof Http2DataFrame data) {
                body.writeBytes(data.content());
            } else if (frame instanceof Http2HeadersFrame head && head.isEndStream()) {
                CharSequence status = head.headers().get("grpc-status");
                CharSequence message = head.headers().get("grpc-message");
                body.skipBytes(Math.min(5, body.readableBytes()));
                reply.complete(new Reply(
                        status == null ? -1 : Integer.parseInt(status.toString()),
                        message == null
                                ? ""
                                : URLDecoder.decode(message.toString().replace("+", "%2B"), StandardCharsets.UTF_8),
                        body));
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            reply.completeExceptionally(new IllegalStateException("The stream was closed without an answer"));
        }
    }
}
