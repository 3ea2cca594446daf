package dev.holdfast.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.holdfast.model.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Between the types and memory of PyTorch and ours. */
final class TorchTensors {
    private TorchTensors() {}

    /** A copy in PyTorch's own memory: a model may keep what it was given. */
    static NDArray toNative(NDManager manager, Tensor tensor) {
        DataType type = type(tensor.datatype())
                .orElseThrow(() -> new IllegalStateException("A signature never has an input of " + tensor.datatype()));
        int bytes = Math.toIntExact(tensor.sizeBytes());
        try (DirectMemory memory = DirectMemory.of(DirectMemory.aligned(bytes));
                NDArray view = manager.create(memory.copy(tensor.bytes()), new Shape(tensor.shape()), type)) {
            return view.duplicate();
        }
    }

    /** A copy on the heap. */
    static Tensor fromNative(NDArray array) {
        TensorType type = type(array.getDataType())
                .orElseThrow(() -> new UnsupportedOperationException(
                        "An output has the element type " + array.getDataType() + ", which can't be served"));
        ByteBuffer bytes = array.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        String name = array.getName();
        return Tensor.of(name == null ? "" : name, type, array.getShape().getShape(), bytes);
    }

    /** Empty where PyTorch has no such numbers. */
    static Optional<DataType> type(TensorType type) {
        return switch (type) {
            case BOOL -> Optional.of(DataType.BOOLEAN);
            case UINT8 -> Optional.of(DataType.UINT8);
            case INT8 -> Optional.of(DataType.INT8);
            case INT32 -> Optional.of(DataType.INT32);
            case INT64 -> Optional.of(DataType.INT64);
            case FP16 -> Optional.of(DataType.FLOAT16);
            case FP32 -> Optional.of(DataType.FLOAT32);
            case FP64 -> Optional.of(DataType.FLOAT64);
            case INT16, UINT16, UINT32, UINT64, BYTES -> Optional.empty();
        };
    }

    private static Optional<TensorType> type(DataType type) {
        for (TensorType candidate : TensorType.values()) {
            if (type(candidate).filter(type::equals).isPresent()) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
