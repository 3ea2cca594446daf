package dev.holdfast.inference;

import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.Ids;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.model.TensorSpec;
import dev.holdfast.release.ActiveRelease;
import dev.holdfast.release.Deployments;
import dev.holdfast.release.PredictionRecord;
import dev.holdfast.release.PredictionSink;
import dev.holdfast.runtime.Deadline;
import dev.holdfast.runtime.Ran;
import dev.holdfast.runtime.RowDimension;
import dev.holdfast.runtime.Tensor;
import io.micrometer.core.instrument.Counter;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;

/** Predictions: from a request's bytes to an answer's. Asks no database and waits for nobody but the model. */
@Service
public class Inference {
    private static final Logger log = LoggerFactory.getLogger(Inference.class);

    private final Deployments deployments;
    private final List<PredictionSink> sinks;
    private final InferenceMetrics metrics;
    private final ModelStatistics statistics;
    private final PredictionTracing tracing;
    private final Counter sinkFailures;
    private final Clock clock;
    private final Duration timeout;
    private final int maxRows;

    Inference(
            Deployments deployments,
            ObjectProvider<PredictionSink> sinks,
            InferenceMetrics metrics,
            ModelStatistics statistics,
            PredictionTracing tracing,
            InferenceProperties properties,
            Clock clock) {
        this.deployments = deployments;
        this.sinks = sinks.orderedStream().toList();
        this.metrics = metrics;
        this.statistics = statistics;
        this.tracing = tracing;
        this.sinkFailures = metrics.sinkFailures();
        this.clock = clock;
        this.timeout = properties.timeout();
        this.maxRows = properties.maxRows();
    }

    /**
     * Answers a request. A model that is quick runs on this thread, and the answer is there when this returns.
     *
     * @param body not copied; nobody may change it from now on
     * @return fails with a problem: malformed, invalid, not found, unavailable or too late, each with what to do
     */
    public CompletableFuture<EncodedAnswer> answer(Call call, Codec codec, byte[] body) {
        PredictionUnderWay prediction = new PredictionUnderWay(call, codec, metrics, statistics, tracing, sinks, clock);
        try {
            ActiveRelease active = prediction.serving(Serving.require(deployments, call.deployment(), call.version()));
            InferenceRequest request = codec.read(body, active);
            if (call.version() == null) {
                active = prediction.serving(active.routed(request.inputs(), call.headers()));
            }
            checkWanted(active, request.outputs().names());
            checkRows(active, request.inputs());
            CompletableFuture<Ran> run =
                    active.submit(request.inputs(), prediction.read(request, deadline(call, request)));
            if (run.isDone()) {
                return CompletableFuture.completedFuture(answered(prediction, run.join()));
            }
            return run.handle((given, failure) -> {
                if (failure != null) {
                    throw prediction.failed(failure);
                }
                try {
                    return answered(prediction, given);
                } catch (RuntimeException | Error e) {
                    throw prediction.failed(e);
                }
            });
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(prediction.failed(e));
        }
    }

    /**
     * Waits until an answer is there.
     *
     * @throws ProblemException malformed, invalid, not found, unavailable or too late, each with what to do
     */
    public static EncodedAnswer await(CompletableFuture<EncodedAnswer> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private Deadline deadline(Call call, InferenceRequest request) {
        Deadline deadline = call.deadline().atMost(timeout);
        return request.timeoutMicros() > 0
                ? deadline.atMost(Duration.of(request.timeoutMicros(), ChronoUnit.MICROS))
                : deadline;
    }

    private EncodedAnswer answered(PredictionUnderWay prediction, Ran ran) {
        Map<String, Tensor> outputs = ran.outputs();
        ActiveRelease active = prediction.active();
        InferenceRequest request = prediction.request();
        UUID id = Ids.next();
        int rows = request.inputs().values().iterator().next().rows();
        if (!sinks.isEmpty()) {
            hand(new PredictionRecord(
                    id,
                    clock.instant(),
                    active.release(),
                    active.arm(),
                    rows,
                    request.inputs(),
                    outputs,
                    prediction.nanosSinceRead()));
        }
        InferenceAnswer answer = new InferenceAnswer(
                request,
                id,
                prediction.trace(),
                active.release(),
                active.arm(),
                active.version(),
                rows,
                wanted(outputs, request.outputs().names()));
        return prediction.answered(answer, ran);
    }

    private void hand(PredictionRecord prediction) {
        for (PredictionSink sink : sinks) {
            try {
                sink.accept(prediction);
            } catch (RuntimeException e) {
                // The caller has his answer all the same.
                sinkFailures.increment();
                log.warn(
                        "A prediction could not be handed to {}",
                        sink.getClass().getSimpleName(),
                        e);
            }
        }
    }

    private static void checkWanted(ActiveRelease active, Set<String> names) {
        List<FieldError> errors = new ArrayList<>(0);
        List<TensorSpec> known = active.version().signature().outputs();
        for (String name : names) {
            if (known.stream().noneMatch(output -> output.name().equals(name))) {
                errors.add(new FieldError(
                        "outputs." + name,
                        null,
                        "is not an output of the model; it gives "
                                + known.stream().map(TensorSpec::name).toList() + "."));
            }
        }
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
    }

    private void checkRows(ActiveRelease active, Map<String, Tensor> inputs) {
        for (Tensor input : inputs.values()) {
            if (input.rows() > maxRows && RowDimension.isFirst(active.version().signature())) {
                throw ProblemException.invalid(
                        "inputs." + input.name(),
                        input.rows(),
                        "has " + input.rows() + " rows; a request may have " + maxRows + ": send them in several.");
            }
        }
    }

    private static Map<String, Tensor> wanted(Map<String, Tensor> outputs, Set<String> names) {
        if (names.isEmpty()) {
            return outputs;
        }
        Map<String, Tensor> wanted = new LinkedHashMap<>(outputs);
        wanted.keySet().retainAll(names);
        return wanted;
    }
}
