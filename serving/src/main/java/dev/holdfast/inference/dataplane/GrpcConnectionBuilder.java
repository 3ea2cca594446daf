package dev.holdfast.inference.dataplane;

import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Settings;
import java.time.Duration;

/** Makes what speaks HTTP/2 on one connection. */
final class GrpcConnectionBuilder extends AbstractHttp2ConnectionHandlerBuilder<GrpcConnection, GrpcConnectionBuilder> {
    static final int WINDOW = 1024 * 1024;
    private static final int MAX_STREAMS = 1_000;
    private static final int MAX_FRAME = 256 * 1024;
    private static final int MAX_HEADERS = 32 * 1024;
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final Routes routes;
    private final InFlight inFlight;

    GrpcConnectionBuilder(Routes routes, InFlight inFlight) {
        this.routes = routes;
        this.inFlight = inFlight;
        initialSettings(Http2Settings.defaultSettings()
                .maxConcurrentStreams(MAX_STREAMS)
                .initialWindowSize(WINDOW)
                .maxFrameSize(MAX_FRAME)
                .maxHeaderListSize(MAX_HEADERS));
        gracefulShutdownTimeoutMillis(DRAIN.toMillis());
    }

    @Override
    public GrpcConnection build() {
        return super.build();
    }

    @Override
    protected GrpcConnection build(
            Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
        GrpcConnection connection = new GrpcConnection(decoder, encoder, settings, routes, inFlight);
        frameListener(new GrpcFrames(connection));
        return connection;
    }
}
