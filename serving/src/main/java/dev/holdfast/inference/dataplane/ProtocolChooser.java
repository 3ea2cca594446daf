package dev.holdfast.inference.dataplane;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Tells by a connection's first bytes whether it speaks HTTP/2, as gRPC does, or HTTP/1.1. */
final class ProtocolChooser extends ByteToMessageDecoder {
    private static final int MAX_LINE = 8 * 1024;
    private static final int MAX_HEADERS = 32 * 1024;
    private static final int MAX_CHUNK = 64 * 1024;
    private static final int SILENCE_SECONDS = 30;
    private static final int IDLE_SECONDS = 120;
    private static final ByteBuf PREFACE = Http2CodecUtil.connectionPrefaceBuf();

    private final Routes routes;
    private final InFlight inFlight;
    private @Nullable Future<?> patience;

    ProtocolChooser(Routes routes, InFlight inFlight) {
        this.routes = routes;
        this.inFlight = inFlight;
    }

    /** Who says nothing is not waited for. */
    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        patience = context.executor()
                .schedule(
                        () -> {
                            var _ = context.close();
                        },
                        SILENCE_SECONDS,
                        TimeUnit.SECONDS);
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) {
        if (patience != null) {
            patience.cancel(false);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int length = Math.min(in.readableBytes(), PREFACE.readableBytes());
        for (int i = 0; i < length; i++) {
            if (in.getByte(in.readerIndex() + i) != PREFACE.getByte(PREFACE.readerIndex() + i)) {
                http1(context.pipeline());
                return;
            }
        }
        if (length == PREFACE.readableBytes()) {
            context.pipeline().addLast(new GrpcConnectionBuilder(routes, inFlight).build());
            context.pipeline().remove(this);
        }
    }

    private void http1(ChannelPipeline pipeline) {
        HttpDecoderConfig config = new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_LINE)
                .setMaxHeaderSize(MAX_HEADERS)
                .setMaxChunkSize(MAX_CHUNK);
        pipeline.addLast(
                new HttpRequestDecoder(config),
                new IdleStateHandler(0, 0, IDLE_SECONDS),
                new HttpConnection(routes, inFlight));
        pipeline.remove(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }
}
