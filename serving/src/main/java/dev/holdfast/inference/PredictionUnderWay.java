package dev.holdfast.inference;

import dev.holdfast.inference.InferenceMetrics.Outcome;
import dev.holdfast.kernel.Ids;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.release.ActiveRelease;
import dev.holdfast.release.PredictionSink;
import dev.holdfast.release.UnansweredPrediction;
import dev.holdfast.runtime.Deadline;
import dev.holdfast.runtime.Ran;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** One request from its bytes to its answer's: what it holds, what time each part took. Ends by an answer or a failure, once. */
final class PredictionUnderWay {
    private final Call call;
    private final Codec codec;
    private final InferenceMetrics metrics;
    private final ModelStatistics statistics;
    private final PredictionTracing tracing;
    private final List<PredictionSink> sinks;
    private final Clock clock;
    private final long start = System.nanoTime();
    private long readAt = start;
    private @Nullable ActiveRelease active;
    private @Nullable InferenceRequest request;

    PredictionUnderWay(
            Call call,
            Codec codec,
            InferenceMetrics metrics,
            ModelStatistics statistics,
            PredictionTracing tracing,
            List<PredictionSink> sinks,
            Clock clock) {
        this.call = call;
        this.codec = codec;
        this.metrics = metrics;
        this.statistics = statistics;
        this.tracing = tracing;
        this.sinks = sinks;
        this.clock = clock;
    }

    TraceContext trace() {
        return call.trace();
    }

    ActiveRelease active() {
        if (active == null) {
            throw new IllegalStateException("Nothing serves this prediction yet");
        }
        return active;
    }

    InferenceRequest request() {
        if (request == null) {
            throw new IllegalStateException("The request was not read yet");
        }
        return request;
    }

    /** What serves; closed when the prediction ends. */
    ActiveRelease serving(ActiveRelease found) {
        active = found;
        return found;
    }

    Deadline read(InferenceRequest read, Deadline deadline) {
        request = read;
        readAt = System.nanoTime();
        return deadline;
    }

    /** What the model takes, its queue included, once it has answered. */
    long nanosSinceRead() {
        return System.nanoTime() - readAt;
    }

    EncodedAnswer answered(InferenceAnswer answer, Ran ran) {
        EncodedAnswer encoded = new EncodedAnswer(
                answer.predictionId(), answer.release(), answer.arm(), call.trace(), codec.write(answer));
        long end = System.nanoTime();
        metrics.record(answer.release(), Outcome.OK, end - start);
        statistics.of(answer.release()).succeeded(answer.rows(), ran, readAt - start, end - start);
        if (ran.memory() != Ran.Memory.NOT_ASKED) {
            metrics.looked(answer.release(), ran.memory() == Ran.Memory.HIT);
        }
        if (ran.counts() && active().batching().enabled()) {
            metrics.ran(answer.release(), ran.rowsTogether());
        }
        if (tracing.isOn()) {
            tracing.ended(new PredictionTimes(
                    call,
                    start,
                    readAt,
                    end,
                    answer.release(),
                    answer.arm(),
                    answer.predictionId(),
                    answer.rows(),
                    ran,
                    null));
        }
        active().close();
        return encoded;
    }

    /** Counts the failure; the problem to tell the caller, or what it was where it is none. */
    RuntimeException failed(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        long nanos = System.nanoTime() - start;
        Outcome outcome = cause instanceof ProblemException problem ? Outcome.of(problem) : Outcome.ERROR;
        ActiveRelease serving = active;
        if (serving != null) {
            metrics.record(serving.release(), outcome, nanos);
            statistics.of(serving.release()).failed(nanos);
            if (outcome == Outcome.ERROR) {
                sinks.forEach(sink -> sink.failed(serving.release(), serving.arm()));
            }
            serving.close();
        } else {
            boolean unknown = cause instanceof ProblemException problem && problem.type() == ProblemType.NOT_FOUND;
            metrics.record(unknown ? null : call.deployment(), outcome, nanos);
            if (unknown) {
                return told(cause, nanos);
            }
        }
        ProblemType type = cause instanceof ProblemException problem ? problem.type() : ProblemType.INTERNAL;
        UnansweredPrediction unanswered = new UnansweredPrediction(
                Ids.next(),
                clock.instant(),
                call.deployment(),
                serving == null ? null : serving.release(),
                serving == null ? null : serving.arm(),
                type.slug(),
                type.status(),
                call.trace().traceId(),
                nanos);
        sinks.forEach(sink -> sink.unanswered(unanswered));
        return told(cause, nanos);
    }

    private RuntimeException told(Throwable cause, long nanos) {
        ActiveRelease serving = active;
        if (tracing.isOn()) {
            tracing.ended(new PredictionTimes(
                    call,
                    start,
                    readAt,
                    start + nanos,
                    serving == null ? null : serving.release(),
                    serving == null ? null : serving.arm(),
                    null,
                    0,
                    null,
                    cause));
        }
        return cause instanceof RuntimeException known ? known : new CompletionException(cause);
    }
}
