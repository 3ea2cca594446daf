package dev.holdfast.inference.dataplane;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a request over HTTP to its answer: on the connection's own thread where that is quick, elsewhere where it may take long. */
final class Answering {
    private static final Logger log = LoggerFactory.getLogger(Answering.class);
    /** A body that takes longer to read than other connections of the thread should wait. */
    private static final int LARGE = 128 * 1024;

    /** A thread for each call: what takes long there waits, or is bounded by the queue of its model. */
    static final Executor ELSEWHERE = Thread::startVirtualThread;

    private final Routes routes;
    private final InFlight inFlight;

    Answering(Routes routes, InFlight inFlight) {
        this.routes = routes;
        this.inFlight = inFlight;
    }

    /**
     * Answers a call.
     *
     * @param thread the connection's
     * @param write takes the answer, on that thread
     * @param later runs behind {@code write} where the answer was not there at once
     * @return whether the answer was there at once
     */
    boolean answer(EventExecutor thread, RestCall call, Consumer<RestAnswer> write, Runnable later) {
        boolean slow = call.evidence().isSlow() || call.body().length() > LARGE;
        CompletableFuture<RestAnswer> answer = slow ? elsewhere(call) : begin(call);
        if (answer.isDone()) {
            write.accept(result(answer));
            return true;
        }
        inFlight.begin();
        var _ = answer.whenComplete((done, failure) -> thread.execute(() -> {
            try {
                write.accept(result(answer));
                later.run();
            } finally {
                inFlight.end();
            }
        }));
        return false;
    }

    private CompletableFuture<RestAnswer> elsewhere(RestCall call) {
        return CompletableFuture.completedFuture(call).thenComposeAsync(this::begin, ELSEWHERE);
    }

    private CompletableFuture<RestAnswer> begin(RestCall call) {
        RestPath path = null;
        try {
            path = RestPath.of(call.method(), call.uri());
            routes.check(call.evidence(), path.action().role());
            return routes.rest().answer(path, call);
        } catch (RuntimeException e) {
            // The inference itself fails in its future.
            if (path != null && path.action() == RestPath.Action.INFER) {
                routes.refused(e);
            }
            return CompletableFuture.failedFuture(e);
        }
    }

    private static RestAnswer result(CompletableFuture<RestAnswer> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            return RestAnswer.failure(problem(e));
        }
    }

    /** The problem to tell; one of ours for what should not have happened, which is logged. */
    static ProblemException problem(@Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof ProblemException problem) {
            return problem;
        }
        log.error("A call failed", cause);
        return new ProblemException(ProblemType.INTERNAL, "The server failed; its log has the cause.");
    }
}
