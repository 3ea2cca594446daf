package dev.holdfast.inference.dataplane;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;

/** Hands the frames of a connection to the calls that they belong to. */
final class GrpcFrames extends Http2FrameAdapter {
    private final GrpcConnection connection;

    GrpcFrames(GrpcConnection connection) {
        this.connection = connection;
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context, int streamId, Http2Headers headers, int padding, boolean end) {
        connection.begin(context, streamId, headers, end);
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context,
            int streamId,
            Http2Headers headers,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean end) {
        connection.begin(context, streamId, headers, end);
    }

    @Override
    public int onDataRead(ChannelHandlerContext context, int streamId, ByteBuf data, int padding, boolean end) {
        // What came is taken at once: how much that is in all is bounded by the largest message.
        int taken = data.readableBytes() + padding;
        connection.add(context, streamId, data, end);
        return taken;
    }
}
