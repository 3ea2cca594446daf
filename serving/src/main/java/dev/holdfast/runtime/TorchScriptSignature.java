package dev.holdfast.runtime;

import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.model.ModelSignature;
import dev.holdfast.model.TensorSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a TorchScript model takes and gives: stated by its maker, held against what it does on an input made from that. */
final class TorchScriptSignature {
    private static final String MISSING =
            "is missing: a TorchScript file does not say what the model takes. Give the inputs in the order"
                    + " of its forward method, each with name, datatype and shape (-1: any), as in {\"inputs\": [{\"name\": \"x\","
                    + " \"datatype\": \"FP32\", \"shape\": [-1, 4]}]}; with MLflow, log the model with a signature of tensors"
                    + " (mlflow.models.infer_signature).";

    private TorchScriptSignature() {}

    /** The stated signature; a problem where it lacks what is needed. */
    static ModelSignature checked(@Nullable ModelSignature stated) {
        if (stated == null || stated.inputs().isEmpty()) {
            throw ProblemException.invalid("signature.inputs", null, MISSING);
        }
        List<FieldError> errors = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < stated.inputs().size(); i++) {
            TensorSpec input = stated.inputs().get(i);
            if (TorchTensors.type(input.datatype()).isEmpty()) {
                errors.add(new FieldError(
                        "signature.inputs[" + i + "].datatype",
                        input.datatype(),
                        "is not an element type of PyTorch; use BOOL, UINT8, INT8, INT32, INT64, FP16, FP32 or FP64."));
            }
            if (input.name().isBlank() || !names.add(input.name())) {
                errors.add(new FieldError(
                        "signature.inputs[" + i + "].name", input.name(), "is empty or the name of another input."));
            }
        }
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
        return stated;
    }

    /**
     * The signature with its outputs: those that were stated, where the model gives such, otherwise those that it gives.
     *
     * @throws ProblemException 422 where it does not run, or gives others than were stated
     */
    static ModelSignature complete(ModelSignature stated, Function<List<Tensor>, List<Tensor>> forward) {
        ProblemException failure = null;
        for (long extent : GoldenInput.extents(stated)) {
            try {
                List<Tensor> one = run(stated, 1, extent, forward);
                return stated.outputs().isEmpty()
                        ? new ModelSignature(stated.inputs(), found(one, run(stated, 2, extent, forward), stated))
                        : compared(stated, one);
            } catch (ProblemException e) {
                if (e.errors().stream().anyMatch(error -> error.field().startsWith("signature"))) {
                    throw e;
                }
                failure = e;
            }
        }
        String why = failure == null ? "" : failure.detail();
        if (GoldenInput.hasOpenShape(stated) && !stated.outputs().isEmpty()) {
            return stated;
        }
        throw ProblemException.invalid(
                "signature.inputs",
                null,
                (GoldenInput.hasOpenShape(stated)
                                ? "leave shapes open that could not be guessed, so the outputs are not known; state signature.outputs too. "
                                : "are not what the model takes: ")
                        + why);
    }

    private static List<Tensor> run(
            ModelSignature stated, int rows, long extent, Function<List<Tensor>, List<Tensor>> forward) {
        return forward.apply(List.copyOf(GoldenInput.of(stated, rows, extent).values()));
    }

    private static ModelSignature compared(ModelSignature stated, List<Tensor> found) {
        List<TensorSpec> outputs = stated.outputs();
        boolean same = outputs.size() == found.size();
        for (int i = 0; same && i < outputs.size(); i++) {
            TensorSpec output = outputs.get(i);
            Tensor tensor = found.get(i);
            same = output.datatype() == tensor.datatype() && output.shape().size() == tensor.rank();
        }
        if (!same) {
            throw ProblemException.invalid(
                    "signature.outputs",
                    outputs.toString(),
                    "are not what the model gives: "
                            + String.join(
                                    ", ", found.stream().map(Tensor::toString).toList()) + ".");
        }
        return stated;
    }

    /** Extents that change with the rows are open, and all where inputs have other open extents. */
    private static List<TensorSpec> found(List<Tensor> one, List<Tensor> two, ModelSignature stated) {
        boolean open = GoldenInput.hasOpenShape(stated);
        List<TensorSpec> specs = new ArrayList<>();
        for (int i = 0; i < one.size(); i++) {
            Tensor tensor = one.get(i);
            List<Long> shape = new ArrayList<>();
            for (int dimension = 0; dimension < tensor.rank(); dimension++) {
                boolean same = i < two.size()
                        && two.get(i).rank() == tensor.rank()
                        && two.get(i).extent(dimension) == tensor.extent(dimension);
                shape.add(same && !open ? tensor.extent(dimension) : -1L);
            }
            String unnamed = one.size() == 1 ? "output" : "output_" + i;
            specs.add(new TensorSpec(tensor.name().isEmpty() ? unnamed : tensor.name(), tensor.datatype(), shape));
        }
        return specs;
    }
}
