package dev.holdfast.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.model.ModelSignature;
import dev.holdfast.model.TensorSpec;
import dev.holdfast.model.TensorType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A model in ONNX Runtime. Closing the native session under a run would crash the process: {@link LoadedModel} counts. */
final class OnnxSession implements ModelSession {
    private static final Logger log = LoggerFactory.getLogger(OnnxSession.class);

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final ModelSignature signature;
    private final Map<String, List<String>> dimensionNames;

    private OnnxSession(OrtEnvironment environment, OrtSession session) throws OrtException {
        this.environment = environment;
        this.session = session;
        this.signature = Onnx.signature(
                session.getInputInfo().values(), session.getOutputInfo().values());
        this.dimensionNames = dimensionNames(session.getInputInfo().values());
    }

    /** Opens a file whose weights may lie in these files beside it; a problem where it can't be served. */
    static OnnxSession open(Path onnx, Set<String> companions, Device device) {
        try {
            OnnxFile.check(onnx, companions);
        } catch (IOException e) {
            throw new UncheckedIOException("The model's file can't be read", e);
        }
        OrtEnvironment environment = OnnxRuntime.environment();
        @Nullable OrtSession session = null;
        try (OrtSession.SessionOptions options = OnnxRuntime.options(device)) {
            session = environment.createSession(onnx.toString(), options);
            return new OnnxSession(environment, session);
        } catch (OrtException e) {
            closeQuietly(session);
            throw UnfitModel.refused(EngineMessage.of(e));
        } catch (RuntimeException e) {
            closeQuietly(session);
            throw e;
        }
    }

    @Override
    public ModelSignature signature() {
        return signature;
    }

    @Override
    public Map<String, List<String>> dimensionNames() {
        return dimensionNames;
    }

    @Override
    public Map<String, Tensor> run(Map<String, Tensor> inputs, RunStop stop) {
        int bytes = 0;
        for (Tensor tensor : inputs.values()) {
            if (tensor.datatype() != TensorType.BYTES) {
                bytes = Math.addExact(bytes, DirectMemory.aligned(Math.toIntExact(tensor.sizeBytes())));
            }
        }
        Map<String, OnnxTensor> natives = HashMap.newHashMap(inputs.size());
        try (DirectMemory memory = DirectMemory.of(bytes)) {
            try {
                for (Tensor tensor : inputs.values()) {
                    natives.put(tensor.name(), Onnx.toNative(environment, tensor, memory));
                }
                return runNative(natives, stop);
            } finally {
                natives.values().forEach(OnnxTensor::close);
            }
        } catch (OrtException e) {
            throw new ProblemException(
                    ProblemType.INVALID, "inputs: the model can't run on them: " + EngineMessage.of(e), e);
        }
    }

    private Map<String, Tensor> runNative(Map<String, OnnxTensor> natives, RunStop stop) throws OrtException {
        if (!stop.isPossible()) {
            try (OrtSession.Result result = session.run(natives)) {
                return outputs(result);
            }
        }
        try (OrtSession.RunOptions options = new OrtSession.RunOptions()) {
            stop.begin(() -> terminate(options));
            try (OrtSession.Result result = session.run(natives, options)) {
                return outputs(result);
            } finally {
                stop.ended();
            }
        }
    }

    private static void terminate(OrtSession.RunOptions options) {
        try {
            options.setTerminate(true);
        } catch (OrtException e) {
            throw new IllegalStateException("A run could not be ended", e);
        }
    }

    private Map<String, Tensor> outputs(OrtSession.Result result) throws OrtException {
        Map<String, Tensor> outputs = LinkedHashMap.newLinkedHashMap(result.size());
        int index = 0;
        for (TensorSpec spec : signature.outputs()) {
            outputs.put(spec.name(), Onnx.fromNative(spec.name(), spec.datatype(), result.get(index++)));
        }
        return outputs;
    }

    @Override
    public void close() {
        closeQuietly(session);
    }

    private static Map<String, List<String>> dimensionNames(Iterable<NodeInfo> inputs) {
        Map<String, List<String>> names = new HashMap<>();
        for (NodeInfo input : inputs) {
            if (input.getInfo() instanceof TensorInfo info) {
                names.put(input.getName(), List.of(info.getDimensionNames()));
            }
        }
        return names;
    }

    private static void closeQuietly(@Nullable OrtSession session) {
        if (session != null) {
            try {
                session.close();
            } catch (OrtException e) {
                log.warn("A model's memory was not given back", e);
            }
        }
    }
}
