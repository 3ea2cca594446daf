package dev.holdfast.runtime;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.model.ModelSignature;
import dev.holdfast.model.TensorSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A TorchScript model in PyTorch, by DJL. The file does not say what the model takes: the signature was stated by its maker. A run can't
 * be ended from outside.
 */
final class TorchScriptSession implements ModelSession {
    private final Model model;
    private final Block block;
    private final ModelSignature signature;

    private TorchScriptSession(Model model, ModelSignature signature) {
        this.model = model;
        this.block = model.getBlock();
        this.signature = signature;
    }

    /**
     * Opens a file; a problem where it can't be served.
     *
     * @param stated what it takes and gives; outputs that are left out are found by running it
     * @param library where PyTorch's library is unpacked
     */
    static TorchScriptSession open(Path file, @Nullable ModelSignature stated, Path library) {
        try {
            TorchScriptFile.check(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The model's file can't be read", e);
        }
        ModelSignature known = TorchScriptSignature.checked(stated);
        Model model = load(file, PyTorch.engine(library));
        boolean fits = false;
        try {
            TorchScriptSession session = new TorchScriptSession(
                    model, TorchScriptSignature.complete(known, inputs -> forward(model, inputs)));
            fits = true;
            return session;
        } finally {
            if (!fits) {
                model.close();
            }
        }
    }

    private static Model load(Path file, Engine engine) {
        Model model = Model.newInstance("model", Device.cpu(), engine.getEngineName());
        boolean loaded = false;
        try (InputStream content = Files.newInputStream(file)) {
            // Tensors that lay on a GPU come to the processor.
            model.load(content, Map.of("mapLocation", "true"));
            loaded = true;
            return model;
        } catch (EngineException | MalformedModelException e) {
            throw UnfitModel.refused(EngineMessage.of(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            throw new UncheckedIOException("The model's file can't be read", e);
        } finally {
            if (!loaded) {
                model.close();
            }
        }
    }

    @Override
    public ModelSignature signature() {
        return signature;
    }

    @Override
    public Map<String, List<String>> dimensionNames() {
        return Map.of();
    }

    @Override
    public Map<String, Tensor> run(Map<String, Tensor> inputs, RunStop stop) {
        List<Tensor> ordered =
                signature.inputs().stream().map(spec -> inputs.get(spec.name())).toList();
        List<Tensor> found = forward(model, block, ordered);
        List<TensorSpec> specs = signature.outputs();
        if (found.size() != specs.size()) {
            throw unlikeStated("gives " + found.size() + " outputs and not " + specs.size());
        }
        Map<String, Tensor> outputs = LinkedHashMap.newLinkedHashMap(specs.size());
        for (int i = 0; i < specs.size(); i++) {
            TensorSpec spec = specs.get(i);
            Tensor output = found.get(i);
            if (output.datatype() != spec.datatype()) {
                throw unlikeStated(
                        "gives " + output.datatype() + " as output \"" + spec.name() + "\" and not " + spec.datatype());
            }
            outputs.put(spec.name(), output.named(spec.name()));
        }
        return outputs;
    }

    private static ProblemException unlikeStated(String what) {
        return new ProblemException(
                ProblemType.INVALID, "inputs: on them the model " + what + ", as its signature says.");
    }

    private static List<Tensor> forward(Model model, List<Tensor> inputs) {
        return forward(model, model.getBlock(), inputs);
    }

    private static List<Tensor> forward(Model model, Block block, List<Tensor> inputs) {
        try (NDManager manager = model.getNDManager().newSubManager(Device.cpu())) {
            NDList arrays = new NDList(inputs.size());
            for (Tensor input : inputs) {
                arrays.add(TorchTensors.toNative(manager, input));
            }
            NDList results = block.forward(new ParameterStore(manager, false), arrays, false);
            return results.stream().map(TorchScriptSession::toTensor).toList();
        } catch (EngineException | IllegalArgumentException | UnsupportedOperationException e) {
            throw new ProblemException(
                    ProblemType.INVALID,
                    "inputs: the model can't run on them: " + EngineMessage.of(String.valueOf(e.getMessage())),
                    e);
        }
    }

    private static Tensor toTensor(NDArray result) {
        return TorchTensors.fromNative(result);
    }

    @Override
    public void close() {
        model.close();
    }
}
