package dev.holdfast.inference;

import dev.holdfast.model.TensorType;
import dev.holdfast.runtime.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Tensors as raw bytes: little-endian numbers, and texts each behind their length in four bytes. */
final class BinaryTensors {
    private BinaryTensors() {}

    /**
     * A tensor over the bytes, which are not copied but for texts.
     *
     * @throws BadValue where the bytes are not as many as the shape says, or a text is not UTF-8
     */
    static Tensor read(String name, TensorType type, long[] shape, ByteBuffer bytes) {
        int elements = elements(shape);
        if (type == TensorType.BYTES) {
            return Tensor.of(name, shape, texts(bytes, elements).toArray(String[]::new));
        }
        long wanted = (long) elements * Tensor.bytesPerElement(type);
        if (bytes.remaining() != wanted) {
            throw new BadValue("there are " + bytes.remaining() + " bytes where " + type + " of shape "
                    + Arrays.toString(shape) + " has " + wanted);
        }
        return Tensor.of(name, type, shape, bytes);
    }

    /** All texts in the bytes, however many. */
    static List<String> texts(ByteBuffer bytes) {
        return texts(bytes, -1);
    }

    private static List<String> texts(ByteBuffer bytes, int wanted) {
        ByteBuffer rest = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        List<String> texts = new ArrayList<>();
        while (rest.hasRemaining()) {
            int length = rest.remaining() < Integer.BYTES ? -1 : rest.getInt();
            if (length < 0 || length > rest.remaining()) {
                throw new BadValue("text " + texts.size() + " is longer than the bytes that follow");
            }
            if (texts.size() == wanted) {
                throw new BadValue("there are more than the " + wanted + " texts that the shape says");
            }
            texts.add(text(rest.slice(rest.position(), length), texts.size()));
            rest.position(rest.position() + length);
        }
        if (wanted >= 0 && texts.size() < wanted) {
            throw new BadValue("there are " + texts.size() + " texts where the shape says " + wanted);
        }
        return texts;
    }

    /** A text from its bytes; a {@link BadValue} where they are not UTF-8. */
    static String text(ByteBuffer utf8, int index) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
        } catch (CharacterCodingException e) {
            throw new BadValue("text " + index + " is not UTF-8");
        }
    }

    /** The tensor's bytes; a view of the tensor but for texts. */
    static ByteBuffer write(Tensor tensor) {
        if (tensor.datatype() != TensorType.BYTES) {
            return tensor.bytes();
        }
        byte[][] texts = new byte[tensor.elements()][];
        int size = 0;
        for (int i = 0; i < texts.length; i++) {
            texts[i] = tensor.texts()[i].getBytes(StandardCharsets.UTF_8);
            size = Math.addExact(size, Integer.BYTES + texts[i].length);
        }
        ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        for (byte[] text : texts) {
            bytes.putInt(text.length).put(text);
        }
        return bytes.flip();
    }

    private static int elements(long[] shape) {
        try {
            return Tensor.elements(shape);
        } catch (ArithmeticException e) {
            throw new BadValue("the shape " + Arrays.toString(shape) + " has more values than a request holds");
        }
    }
}
