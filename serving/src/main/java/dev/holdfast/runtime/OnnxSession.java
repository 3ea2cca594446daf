package dev.holdfast.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.model.ModelSignature;
import dev.holdfast.model.TensorSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A model in ONNX Runtime. Closing the native session under a run would crash the process: {@link LoadedModel} counts. */
final class OnnxSession implements ModelSession {
    private static final Logger log = LoggerFactory.getLogger(OnnxSession.class);

    private final OrtSession session;
    private final MemorySegment handle;
    private final ModelSignature signature;
    private final MemorySegment inputNames;
    private final MemorySegment outputNames;
    private final Map<String, List<String>> dimensionNames;

    private OnnxSession(OrtSession session) throws OrtException {
        this.session = session;
        this.handle = OrtApi.session(session);
        this.signature = Onnx.signature(
                session.getInputInfo().values(), session.getOutputInfo().values());
        this.inputNames = names(signature.inputs());
        this.outputNames = names(signature.outputs());
        this.dimensionNames = dimensionNames(session.getInputInfo().values());
    }

    /** As the engine takes them, for as long as they are known here. */
    private static MemorySegment names(List<TensorSpec> specs) {
        Arena memory = Arena.ofAuto();
        MemorySegment names = memory.allocate(ValueLayout.ADDRESS, specs.size());
        for (int i = 0; i < specs.size(); i++) {
            names.setAtIndex(
                    ValueLayout.ADDRESS, i, memory.allocateFrom(specs.get(i).name()));
        }
        return names;
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
            return new OnnxSession(session);
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
        List<TensorSpec> specs = signature.inputs();
        List<Tensor> ordered = new ArrayList<>(specs.size());
        for (TensorSpec spec : specs) {
            ordered.add(inputs.get(spec.name()));
        }
        try (OnnxValues values = OnnxValues.of(ordered, signature.outputs().size())) {
            if (stop.isPossible()) {
                runUntil(stop, values);
            } else {
                run(MemorySegment.NULL, values);
            }
            return values.outputs(signature.outputs());
        } catch (OrtException e) {
            throw new ProblemException(
                    ProblemType.INVALID, "inputs: the model can't run on them: " + EngineMessage.of(e), e);
        }
    }

    private void runUntil(RunStop stop, OnnxValues values) throws OrtException {
        MemorySegment options = OrtApi.runOptions(values.room());
        try {
            stop.begin(() -> terminate(options));
            run(options, values);
        } finally {
            stop.ended();
            OrtApi.releaseRunOptions(options);
        }
    }

    private static void terminate(MemorySegment options) {
        try {
            OrtApi.terminate(options);
        } catch (OrtException e) {
            throw new IllegalStateException("A run could not be ended", e);
        }
    }

    private void run(MemorySegment options, OnnxValues values) throws OrtException {
        OrtApi.run(handle, options, inputNames, values.inputs(), outputNames, values.outputs());
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
