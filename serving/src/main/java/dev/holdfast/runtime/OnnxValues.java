package dev.holdfast.runtime;

import ai.onnxruntime.OrtException;
import dev.holdfast.model.TensorSpec;
import dev.holdfast.model.TensorType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What goes into one run of ONNX Runtime and what comes out, in its memory. For one thread. */
final class OnnxValues implements AutoCloseable {
    /** Pointers to it, and its shape. */
    private static final int BYTES_BESIDE_A_TENSOR = 512;

    private final DirectMemory memory;
    private final SegmentAllocator room;
    private final MemorySegment inputs;
    private final MemorySegment outputs;

    private OnnxValues(DirectMemory memory, int inputs, int outputs) {
        this.memory = memory;
        this.room = memory.allocator();
        this.inputs = room.allocate(ValueLayout.ADDRESS, inputs).fill((byte) 0);
        this.outputs = room.allocate(ValueLayout.ADDRESS, outputs).fill((byte) 0);
    }

    /** Copies the inputs, in this order; there is room for so many outputs. */
    static OnnxValues of(Collection<Tensor> inputs, int outputs) throws OrtException {
        int bytes = Math.multiplyExact(Math.addExact(inputs.size(), outputs), BYTES_BESIDE_A_TENSOR);
        for (Tensor tensor : inputs) {
            if (tensor.datatype() != TensorType.BYTES) {
                bytes = Math.addExact(bytes, DirectMemory.aligned(Math.toIntExact(tensor.sizeBytes())));
            }
        }
        OnnxValues values = new OnnxValues(DirectMemory.of(bytes), inputs.size(), outputs);
        try {
            int index = 0;
            for (Tensor tensor : inputs) {
                values.put(
                        tensor, values.inputs.asSlice(ValueLayout.ADDRESS.byteSize() * index++, ValueLayout.ADDRESS));
            }
            return values;
        } catch (OrtException | RuntimeException e) {
            values.close();
            throw e;
        }
    }

    /** A pointer to each input. */
    MemorySegment inputs() {
        return inputs;
    }

    /** Room for a pointer to each output. */
    MemorySegment outputs() {
        return outputs;
    }

    /** For what else a run needs. */
    SegmentAllocator room() {
        return room;
    }

    /** The outputs of a run, copied. */
    Map<String, Tensor> outputs(List<TensorSpec> specs) throws OrtException {
        Map<String, Tensor> tensors = LinkedHashMap.newLinkedHashMap(specs.size());
        for (int i = 0; i < specs.size(); i++) {
            TensorSpec spec = specs.get(i);
            MemorySegment value = outputs.getAtIndex(ValueLayout.ADDRESS, i);
            tensors.put(
                    spec.name(),
                    OrtApi.isTensor(value, room) ? tensor(spec, value) : ClassProbabilities.tensor(spec.name(), value));
        }
        return tensors;
    }

    private Tensor tensor(TensorSpec spec, MemorySegment value) throws OrtException {
        long[] shape = OrtApi.shape(value, room);
        int elements = Tensor.elements(shape);
        if (spec.datatype() == TensorType.BYTES) {
            return Tensor.of(spec.name(), shape, OnnxTexts.of(value, elements));
        }
        long bytes = Math.multiplyFull(elements, Tensor.bytesPerElement(spec.datatype()));
        byte[] copy = OrtApi.data(value, bytes, room).toArray(ValueLayout.JAVA_BYTE);
        return Tensor.of(spec.name(), spec.datatype(), shape, ByteBuffer.wrap(copy));
    }

    private void put(Tensor tensor, MemorySegment into) throws OrtException {
        MemorySegment shape = room.allocateFrom(ValueLayout.JAVA_LONG, tensor.shape());
        if (tensor.datatype() == TensorType.BYTES) {
            OnnxTexts.create(tensor, shape, into);
            return;
        }
        MemorySegment data = room.allocate(tensor.sizeBytes(), DirectMemory.ALIGNMENT);
        data.copyFrom(MemorySegment.ofBuffer(tensor.bytes()));
        OrtApi.createTensor(data, shape, Onnx.elementType(tensor.datatype()), into);
    }

    @Override
    public void close() {
        OrtApi.releaseValues(outputs);
        OrtApi.releaseValues(inputs);
        memory.close();
    }
}
