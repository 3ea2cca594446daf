package dev.holdfast.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.TensorInfo.OnnxTensorType;
import dev.holdfast.model.ModelSignature;
import dev.holdfast.model.TensorSpec;
import dev.holdfast.model.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Between the names and types of ONNX Runtime and ours. */
final class Onnx {
    private Onnx() {}

    static ModelSignature signature(Collection<NodeInfo> inputs, Collection<NodeInfo> outputs) {
        return new ModelSignature(specs("input", inputs), specs("output", outputs));
    }

    private static List<TensorSpec> specs(String role, Collection<NodeInfo> nodes) {
        List<TensorSpec> specs = new ArrayList<>();
        for (NodeInfo node : nodes) {
            if (role.equals("output") && ClassProbabilities.are(node.getInfo())) {
                specs.add(ClassProbabilities.spec(node.getName()));
                continue;
            }
            if (!(node.getInfo() instanceof TensorInfo info)) {
                throw UnfitModel.refused(
                        role + " \"" + node.getName() + "\" is a map or a sequence, and only tensors can be served,"
                                + " or the probabilities by class that scikit-learn's converter makes.");
            }
            TensorType type = type(info.onnxType)
                    .orElseThrow(() -> UnfitModel.refused(role + " \"" + node.getName() + "\" has the element type "
                            + onnxName(info.onnxType) + ", which can't be served; use one of "
                            + Arrays.toString(TensorType.values()) + "."));
            specs.add(new TensorSpec(
                    node.getName(), type, Arrays.stream(info.getShape()).boxed().toList()));
        }
        return specs;
    }

    /** The number that ONNX gives to the type. */
    static int elementType(TensorType type) {
        return switch (type) {
            case FP32 -> 1;
            case UINT8 -> 2;
            case INT8 -> 3;
            case UINT16 -> 4;
            case INT16 -> 5;
            case INT32 -> 6;
            case INT64 -> 7;
            case BYTES -> 8;
            case BOOL -> 9;
            case FP16 -> 10;
            case FP64 -> 11;
            case UINT32 -> 12;
            case UINT64 -> 13;
        };
    }

    private static Optional<TensorType> type(OnnxTensorType type) {
        return Arrays.stream(TensorType.values())
                .filter(candidate -> onnxName(type).equals(onnxName(candidate)))
                .findFirst();
    }

    private static String onnxName(OnnxTensorType type) {
        return type.name().replace("ONNX_TENSOR_ELEMENT_DATA_TYPE_", "");
    }

    private static String onnxName(TensorType type) {
        return switch (type) {
            case FP16 -> "FLOAT16";
            case FP32 -> "FLOAT";
            case FP64 -> "DOUBLE";
            case BYTES -> "STRING";
            case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64 -> type.name();
        };
    }
}
