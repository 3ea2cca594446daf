package dev.holdfast.inference;

import dev.holdfast.inference.InferenceMetrics.Outcome;
import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.Ids;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.model.ModelSignature;
import dev.holdfast.release.ActiveRelease;
import dev.holdfast.release.Deployments;
import dev.holdfast.release.PredictionRecord;
import dev.holdfast.release.PredictionSink;
import dev.holdfast.release.Release;
import dev.holdfast.runtime.Tensor;
import io.micrometer.core.instrument.Counter;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;

/** Predictions: from a request's bytes to an answer's. Asks no database and waits for nobody but the model. */
@Service
public class Inference {
    private static final Logger log = LoggerFactory.getLogger(Inference.class);
    private static final String PLATFORM = "onnxruntime_onnx";

    private final Deployments deployments;
    private final List<PredictionSink> sinks;
    private final InferenceMetrics metrics;
    private final Counter sinkFailures;
    private final Clock clock;

    Inference(Deployments deployments, ObjectProvider<PredictionSink> sinks, InferenceMetrics metrics, Clock clock) {
        this.deployments = deployments;
        this.sinks = sinks.orderedStream().toList();
        this.metrics = metrics;
        this.sinkFailures = metrics.sinkFailures();
        this.clock = clock;
    }

    /**
     * Answers a request of the Open Inference Protocol.
     *
     * @param version the model version that must serve; absent: whichever does
     * @throws ProblemException malformed, invalid, not found or unavailable, each with what to do
     */
    public EncodedAnswer infer(String deployment, @Nullable String version, byte[] body) {
        return answer(deployment, version, active -> OpenInferenceReader.read(body), OpenInferenceWriter::write);
    }

    /**
     * Answers rows of named columns.
     *
     * @throws ProblemException malformed, invalid, not found or unavailable, each with what to do
     */
    public EncodedAnswer predict(String deployment, byte[] body) {
        return answer(
                deployment,
                null,
                active -> NamedRowsReader.read(body, deployment, active.version()),
                NamedRowsWriter::write);
    }

    /** What a deployment serves now; a problem where nothing does. */
    public ServedModel model(String deployment, @Nullable String version) {
        try (ActiveRelease active = require(deployment, version)) {
            ModelSignature signature = active.version().signature();
            return new ServedModel(
                    deployment,
                    List.of(Integer.toString(active.release().modelVersion())),
                    PLATFORM,
                    signature.inputs(),
                    signature.outputs());
        }
    }

    /** Whether predictions are answered: everything that should serve is in memory, or known not to load. */
    public boolean isReady() {
        return deployments.isLoaded();
    }

    private EncodedAnswer answer(
            String deployment,
            @Nullable String version,
            Function<ActiveRelease, InferenceRequest> read,
            Function<InferenceAnswer, byte[]> write) {
        long start = System.nanoTime();
        Release release = null;
        try (ActiveRelease active = require(deployment, version)) {
            release = active.release();
            InferenceRequest request = read.apply(active);
            InferenceAnswer answer = run(active, request);
            byte[] json = write.apply(answer);
            metrics.record(release, Outcome.OK, System.nanoTime() - start);
            return new EncodedAnswer(answer.predictionId(), json);
        } catch (ProblemException e) {
            count(deployment, release, Outcome.of(e), e.type() == ProblemType.NOT_FOUND, start);
            throw e;
        } catch (RuntimeException e) {
            count(deployment, release, Outcome.ERROR, false, start);
            throw e;
        }
    }

    private InferenceAnswer run(ActiveRelease active, InferenceRequest request) {
        checkWanted(active, request.outputs());
        Map<String, Tensor> outputs = active.run(request.inputs());
        UUID id = Ids.next();
        int rows = request.inputs().values().iterator().next().rows();
        if (!sinks.isEmpty()) {
            hand(new PredictionRecord(id, clock.instant(), active.release(), rows, request.inputs(), outputs));
        }
        return new InferenceAnswer(
                request.id(), id, active.release(), active.version(), rows, wanted(outputs, request.outputs()));
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

    private ActiveRelease require(String deployment, @Nullable String version) {
        ActiveRelease active = deployments.active(deployment);
        if (active == null) {
            throw deployments.whyInactive(deployment);
        }
        String serving = Integer.toString(active.release().modelVersion());
        if (version != null && !version.equals(serving)) {
            active.close();
            throw ProblemException.notFound(
                    "version " + version + " of \"" + deployment + "\" in service: it serves version " + serving
                            + "; leave the version out to get whichever serves");
        }
        return active;
    }

    private static void checkWanted(ActiveRelease active, List<String> names) {
        List<String> known = active.version().signature().outputs().stream()
                .map(output -> output.name())
                .toList();
        List<FieldError> errors = names.stream()
                .filter(name -> !known.contains(name))
                .map(name -> new FieldError(
                        "outputs." + name, null, "is not an output of the model; it gives " + known + "."))
                .toList();
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
    }

    private static Map<String, Tensor> wanted(Map<String, Tensor> outputs, List<String> names) {
        if (names.isEmpty()) {
            return outputs;
        }
        Map<String, Tensor> wanted = new LinkedHashMap<>(outputs);
        wanted.keySet().retainAll(names);
        return wanted;
    }

    private void count(String deployment, @Nullable Release release, Outcome outcome, boolean unknown, long start) {
        long nanos = System.nanoTime() - start;
        if (release != null) {
            metrics.record(release, outcome, nanos);
        } else {
            metrics.record(unknown ? null : deployment, outcome, nanos);
        }
    }
}
