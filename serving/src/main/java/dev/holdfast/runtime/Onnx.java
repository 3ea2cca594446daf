package dev.holdfast.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.TensorInfo.OnnxTensorType;
import dev.holdfast.model.ModelSignature;
import dev.holdfast.model.TensorSpec;
import dev.holdfast.model.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Between the names, types and memory of ONNX Runtime and ours. */
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
                            + elementType(info.onnxType) + ", which can't be served; use one of "
                            + Arrays.toString(TensorType.values()) + "."));
            if (role.equals("input") && !canBeInput(type)) {
                throw UnfitModel.refused(role + " \"" + node.getName() + "\" has the element type " + type
                        + ", which ONNX Runtime does not take from outside; cast it inside the model from INT64.");
            }
            specs.add(new TensorSpec(
                    node.getName(), type, Arrays.stream(info.getShape()).boxed().toList()));
        }
        return specs;
    }

    static OnnxTensor toNative(OrtEnvironment environment, Tensor tensor, DirectMemory memory) throws OrtException {
        long[] shape = tensor.shape();
        if (tensor.datatype() == TensorType.BYTES) {
            return OnnxTensor.createTensor(environment, tensor.texts(), shape);
        }
        ByteBuffer copy = memory.copy(tensor.bytes());
        return switch (tensor.datatype()) {
            case FP32 -> OnnxTensor.createTensor(environment, copy.asFloatBuffer(), shape);
            case FP64 -> OnnxTensor.createTensor(environment, copy.asDoubleBuffer(), shape);
            case INT64 -> OnnxTensor.createTensor(environment, copy.asLongBuffer(), shape);
            case INT32 -> OnnxTensor.createTensor(environment, copy.asIntBuffer(), shape);
            case INT16 -> OnnxTensor.createTensor(environment, copy.asShortBuffer(), shape);
            case FP16 -> OnnxTensor.createTensor(environment, copy.asShortBuffer(), shape, OnnxJavaType.FLOAT16);
            case INT8 -> OnnxTensor.createTensor(environment, copy, shape, OnnxJavaType.INT8);
            case UINT8 -> OnnxTensor.createTensor(environment, copy, shape, OnnxJavaType.UINT8);
            case BOOL -> OnnxTensor.createTensor(environment, copy, shape, OnnxJavaType.BOOL);
            case UINT16, UINT32, UINT64, BYTES ->
                throw new IllegalStateException("A signature never has an input of " + tensor.datatype());
        };
    }

    static Tensor fromNative(String name, TensorType datatype, OnnxValue value) throws OrtException {
        if (value instanceof OnnxSequence maps) {
            return ClassProbabilities.tensor(name, maps);
        }
        if (!(value instanceof OnnxTensor tensor)) {
            throw new IllegalStateException("Output " + name + " is no tensor though the signature says so");
        }
        long[] shape = tensor.getInfo().getShape();
        if (datatype == TensorType.BYTES) {
            return Tensor.of(name, shape, texts(tensor, Tensor.elements(shape)));
        }
        ByteBuffer bytes = tensor.getByteBuffer();
        if (bytes == null) {
            throw new IllegalStateException("Output " + name + " has no bytes though it is " + datatype);
        }
        return Tensor.of(name, datatype, shape, bytes.order(ByteOrder.LITTLE_ENDIAN));
    }

    private static String[] texts(OnnxTensor tensor, int elements) throws OrtException {
        if (elements == 0) {
            return new String[0];
        }
        String[] texts = new String[elements];
        flatten(tensor.getValue(), texts, 0);
        return texts;
    }

    private static int flatten(Object value, String[] into, int at) {
        int next = at;
        if (value instanceof Object[] nested) {
            for (Object element : nested) {
                next = flatten(element, into, next);
            }
            return next;
        }
        into[next] = String.valueOf(value);
        return next + 1;
    }

    private static boolean canBeInput(TensorType type) {
        return switch (type) {
            case UINT16, UINT32, UINT64 -> false;
            case BOOL, UINT8, INT8, INT16, INT32, INT64, FP16, FP32, FP64, BYTES -> true;
        };
    }

    private static Optional<TensorType> type(OnnxTensorType type) {
        return Arrays.stream(TensorType.values())
                .filter(candidate -> elementType(type).equals(onnxName(candidate)))
                .findFirst();
    }

    private static String elementType(OnnxTensorType type) {
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
