package dev.holdfast.runtime;

import ai.onnxruntime.OrtException;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.model.TensorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** Texts on their way into ONNX Runtime's memory and out of it: UTF-8 there. */
final class OnnxTexts {
    private OnnxTexts() {}

    /** Makes a tensor of texts; a problem where one holds the character that ends a text there. */
    static void create(Tensor tensor, MemorySegment shape, MemorySegment into) throws OrtException {
        String[] texts = tensor.texts();
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment pointers = memory.allocate(ValueLayout.ADDRESS, texts.length);
            for (int i = 0; i < texts.length; i++) {
                if (texts[i].indexOf('\0') >= 0) {
                    throw ProblemException.invalid(
                            "inputs." + tensor.name(),
                            texts[i],
                            "holds a NUL character, which ONNX Runtime does not take.");
                }
                pointers.setAtIndex(ValueLayout.ADDRESS, i, memory.allocateFrom(texts[i]));
            }
            OrtApi.createTexts(pointers, shape, Onnx.elementType(TensorType.BYTES), into);
        }
    }

    /** The texts of a tensor. */
    static String[] of(MemorySegment tensor, int elements) throws OrtException {
        String[] texts = new String[elements];
        if (elements == 0) {
            return texts;
        }
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment together = memory.allocate(OrtApi.textBytes(tensor, memory));
            MemorySegment starts = memory.allocate(ValueLayout.JAVA_LONG, elements);
            OrtApi.texts(tensor, together, starts);
            byte[] bytes = together.toArray(ValueLayout.JAVA_BYTE);
            for (int i = 0; i < elements; i++) {
                int start = Math.toIntExact(starts.getAtIndex(ValueLayout.JAVA_LONG, i));
                int end = i + 1 < elements
                        ? Math.toIntExact(starts.getAtIndex(ValueLayout.JAVA_LONG, i + 1))
                        : bytes.length;
                texts[i] = new String(bytes, start, end - start, StandardCharsets.UTF_8);
            }
        }
        return texts;
    }
}
