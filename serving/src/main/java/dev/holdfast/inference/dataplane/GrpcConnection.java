package dev.holdfast.inference.dataplane;

import dev.holdfast.inference.AnswerBody;
import dev.holdfast.inference.GrpcMethod;
import dev.holdfast.inference.OpenInferenceFailure;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection over HTTP/2: gRPC calls beside each other, each one message and its answer. */
// What can't be written ends the stream, which tells this class.
@SuppressWarnings("FutureReturnValueIgnored")
final class GrpcConnection extends Http2ConnectionHandler {
    private static final Logger log = LoggerFactory.getLogger(GrpcConnection.class);
    /** A message that takes longer to read than other calls of the thread should wait. */
    private static final int LARGE = 1024 * 1024;

    private static final int WINDOW_AT_FIRST = 65_535;

    private final Routes routes;
    private final InFlight inFlight;
    private final Http2Connection.PropertyKey key;
    private @Nullable Evidences evidences;

    GrpcConnection(
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings settings,
            Routes routes,
            InFlight inFlight) {
        super(decoder, encoder, settings);
        this.routes = routes;
        this.inFlight = inFlight;
        this.key = connection().newKey();
        connection().addListener(new Http2ConnectionAdapter() {
            @Override
            public void onStreamClosed(Http2Stream stream) {
                GrpcCall call = stream.removeProperty(key);
                if (call == null) {
                    return;
                }
                boolean whole = call.isWhole();
                if (call.end()) {
                    if (!whole) {
                        routes.hungUp();
                    }
                    call.deadline().callerGone();
                }
            }
        });
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) throws Exception {
        super.handlerAdded(context);
        Http2Stream whole = connection().connectionStream();
        connection()
                .local()
                .flowController()
                .incrementWindowSize(whole, GrpcConnectionBuilder.WINDOW - WINDOW_AT_FIRST);
        flush(context);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event == Drain.NOW) {
            // Says so to the caller, and closes when the calls that run are answered.
            close(context, context.newPromise());
        } else {
            super.userEventTriggered(context, event);
        }
    }

    /** Whoever tears a connection down is not worth a line of the log: anybody can, as often as he likes. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
        if (cause instanceof IOException) {
            log.debug("A connection was closed: {}", cause.toString());
            context.close();
        } else {
            super.exceptionCaught(context, cause);
        }
    }

    private Evidences evidences(ChannelHandlerContext context) {
        Evidences all = evidences;
        if (all == null) {
            all = new Evidences(context.channel());
            evidences = all;
        }
        return all;
    }

    /** A call begins. */
    void begin(ChannelHandlerContext context, int streamId, Http2Headers headers, boolean end) {
        Http2Stream stream = connection().stream(streamId);
        if (stream == null || stream.getProperty(key) != null) {
            return;
        }
        GrpcCall call = new GrpcCall(
                headers,
                evidences(context)
                        .of(
                                GrpcCall.text(headers, "authorization"),
                                GrpcCall.text(headers, ":authority"),
                                GrpcCall.text(headers, "origin")),
                routes.maxBody(),
                routes.room());
        stream.setProperty(key, call);
        if (GrpcMethod.of(call.path()) == null && !GrpcHealth.isAsked(call.path())) {
            fail(
                    context,
                    streamId,
                    call,
                    new ProblemException(
                            ProblemType.NOT_SUPPORTED,
                            call.path() + " is not supported; ServerMetadata lists the extensions that are."));
        } else if (end) {
            fail(
                    context,
                    streamId,
                    call,
                    new ProblemException(ProblemType.MALFORMED_REQUEST, "The call has no message."));
        }
    }

    /** More of a call's message. */
    void add(ChannelHandlerContext context, int streamId, ByteBuf data, boolean end) {
        Http2Stream stream = connection().stream(streamId);
        GrpcCall call = stream == null ? null : stream.getProperty(key);
        if (call == null || call.isEnded()) {
            return;
        }
        try {
            call.add(data);
            if (end) {
                answer(context, streamId, call);
            }
        } catch (ProblemException e) {
            routes.refused(e);
            fail(context, streamId, call, e);
        }
    }

    private void answer(ChannelHandlerContext context, int streamId, GrpcCall call) {
        GrpcMethod method = GrpcMethod.of(call.path());
        boolean slow = call.evidence().isSlow()
                || call.length() > LARGE
                || method == GrpcMethod.REPOSITORY_MODEL_LOAD
                || method == GrpcMethod.REPOSITORY_MODEL_UNLOAD;
        CompletableFuture<AnswerBody> answer = slow ? elsewhere(method, call) : begin(method, call);
        if (answer.isDone()) {
            write(context, streamId, call, answer);
            return;
        }
        inFlight.begin();
        answer.whenComplete((done, failure) -> context.executor().execute(() -> {
            write(context, streamId, call, answer);
            // This handler's own: it writes what the other side's window lets through.
            flush(context);
            inFlight.end();
        }));
    }

    private CompletableFuture<AnswerBody> elsewhere(@Nullable GrpcMethod method, GrpcCall call) {
        return CompletableFuture.completedFuture(call)
                .thenComposeAsync(late -> begin(method, late), Answering.ELSEWHERE);
    }

    private CompletableFuture<AnswerBody> begin(@Nullable GrpcMethod method, GrpcCall call) {
        try {
            if (method == null) {
                return CompletableFuture.completedFuture(GrpcHealth.answer(routes, call.message()));
            }
            routes.check(call.evidence(), method.role());
            return routes.grpc().answer(method, call.message(), call.trace(), call.deadline(), call.metadata());
        } catch (RuntimeException e) {
            if (method == GrpcMethod.MODEL_INFER) {
                routes.refused(e);
            }
            return CompletableFuture.failedFuture(e);
        }
    }

    private void write(
            ChannelHandlerContext context, int streamId, GrpcCall call, CompletableFuture<AnswerBody> answer) {
        AnswerBody body;
        try {
            body = answer.join();
        } catch (CompletionException e) {
            fail(context, streamId, call, Answering.problem(e));
            return;
        }
        if (call.end()) {
            encoder().writeHeaders(context, streamId, GrpcAnswers.HEADERS, 0, false, context.newPromise());
            encoder()
                    .writeData(
                            context,
                            streamId,
                            GrpcAnswers.message(context.alloc(), body),
                            0,
                            false,
                            context.newPromise());
            encoder().writeHeaders(context, streamId, GrpcAnswers.OK, 0, true, context.newPromise());
        }
    }

    private void fail(ChannelHandlerContext context, int streamId, GrpcCall call, ProblemException problem) {
        if (!call.end()) {
            return;
        }
        Http2Headers failure = GrpcAnswers.failure(
                GrpcStatus.of(problem.type()), OpenInferenceFailure.of(problem).error());
        encoder().writeHeaders(context, streamId, failure, 0, true, context.newPromise());
        Http2Stream stream = connection().stream(streamId);
        if (stream != null && stream.state().remoteSideOpen()) {
            // The rest of what the caller sends is not wanted.
            resetStream(context, streamId, Http2Error.NO_ERROR.code(), context.newPromise());
        }
    }
}
