package dev.holdfast.inference.dataplane;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.runtime.Deadline;
import dev.holdfast.web.Callers;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection over HTTP/1.1: requests one after the other, each answered before the next is begun. */
// What can't be written ends the connection, which tells this class.
@SuppressWarnings("FutureReturnValueIgnored")
final class HttpConnection extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(HttpConnection.class);
    private static final long SWALLOW_SECONDS = 3;
    private static final int MAX_WAITING = 32;

    /** A request that is all there. */
    private record Whole(HttpRequest head, BodyBytes body) {}

    private final Routes routes;
    private final Answering answering;
    private final HttpAnswers answers = new HttpAnswers();
    private final Queue<Whole> waiting = new ArrayDeque<>();
    private @Nullable HttpRequest head;
    private BodyBytes body;
    private @Nullable Deadline running;
    private @Nullable Evidences evidences;
    private boolean draining;
    private boolean ended;

    HttpConnection(Routes routes, InFlight inFlight) {
        this.routes = routes;
        this.answering = new Answering(routes, inFlight);
        this.body = new BodyBytes(routes.room());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (!ended && message instanceof HttpRequest request) {
                begin(context, request);
            }
            if (!ended && message instanceof HttpContent content) {
                checkReadable(content.decoderResult().isFailure());
                body.add(content.content(), routes.maxBody());
                HttpRequest known = head;
                if (message instanceof LastHttpContent && known != null) {
                    BodyBytes whole = body;
                    head = null;
                    body = new BodyBytes(routes.room());
                    take(context, new Whole(known, whole));
                }
            }
        } catch (ProblemException e) {
            refuse(context, e);
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(ChannelHandlerContext context, HttpRequest request) {
        checkReadable(request.decoderResult().isFailure());
        head = request;
        body = new BodyBytes(routes.room());
        body.expect(HttpUtil.getContentLength(request, -1L), routes.maxBody());
        if (HttpUtil.is100ContinueExpected(request)) {
            context.writeAndFlush(HttpAnswers.goOn());
        }
    }

    private static void checkReadable(boolean failed) {
        if (failed) {
            throw new ProblemException(ProblemType.MALFORMED_REQUEST, "The request can't be read as HTTP.");
        }
    }

    private void take(ChannelHandlerContext context, Whole request) {
        waiting.add(request);
        if (running == null) {
            next(context);
        } else if (waiting.size() >= MAX_WAITING || waitingBytes() > routes.maxBody()) {
            context.channel().config().setAutoRead(false);
        }
    }

    private long waitingBytes() {
        long bytes = 0;
        for (Whole request : waiting) {
            bytes += request.body.length();
        }
        return bytes;
    }

    private void next(ChannelHandlerContext context) {
        while (!ended && !waiting.isEmpty()) {
            Whole request = waiting.remove();
            Deadline deadline = Deadline.none();
            running = deadline;
            RestCall call = new RestCall(
                    request.head.method().name(),
                    request.head.uri(),
                    request.head.headers(),
                    request.body,
                    evidence(context, request.head),
                    deadline);
            boolean keepAlive = HttpUtil.isKeepAlive(request.head);
            boolean now = answering.answer(
                    context.executor(),
                    call,
                    answer -> {
                        write(context, request.head, answer, keepAlive && !draining);
                        running = null;
                        request.body.close();
                    },
                    () -> {
                        context.flush();
                        next(context);
                    });
            if (!now) {
                return;
            }
        }
        if (!ended && !context.channel().config().isAutoRead()) {
            context.channel().config().setAutoRead(true);
        }
    }

    private Callers.Evidence evidence(ChannelHandlerContext context, HttpRequest request) {
        Evidences all = evidences;
        if (all == null) {
            all = new Evidences(context.channel());
            evidences = all;
        }
        return all.of(
                request.headers().get(HttpHeaderNames.AUTHORIZATION),
                request.headers().get(HttpHeaderNames.HOST),
                request.headers().get(HttpHeaderNames.ORIGIN));
    }

    private void write(ChannelHandlerContext context, HttpRequest request, RestAnswer answer, boolean keepAlive) {
        boolean withBody = !request.method().equals(HttpMethod.HEAD);
        ByteBuf response = answers.answer(context.alloc(), answer, keepAlive, withBody);
        if (keepAlive) {
            context.write(response, context.voidPromise());
        } else {
            ended = true;
            context.writeAndFlush(response).addListener(written -> context.close());
        }
    }

    /** Answers before all of the body is there, and takes the rest of it for a while: the caller would not read the answer otherwise. */
    private void refuse(ChannelHandlerContext context, ProblemException problem) {
        ended = true;
        routes.refused(problem);
        head = null;
        body.close();
        body = new BodyBytes(routes.room());
        context.writeAndFlush(answers.answer(context.alloc(), RestAnswer.failure(problem), false, true))
                .addListener(written -> ((SocketChannel) context.channel()).shutdownOutput());
        context.executor()
                .schedule(
                        () -> {
                            context.close();
                        },
                        SWALLOW_SECONDS,
                        TimeUnit.SECONDS);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!ended && head != null) {
            routes.hungUp();
        }
        ended = true;
        body.close();
        waiting.forEach(request -> request.body.close());
        waiting.clear();
        Deadline deadline = running;
        if (deadline != null) {
            deadline.callerGone();
        }
        context.fireChannelInactive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        boolean idle = running == null && head == null;
        if (event == Drain.NOW) {
            draining = true;
            if (idle) {
                context.close();
            }
        } else if (event instanceof IdleStateEvent && running == null) {
            context.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        log.debug("A connection was closed: {}", cause.toString());
        context.close();
    }
}
