package dev.holdfast.inference;

import dev.holdfast.model.TensorType;
import dev.holdfast.runtime.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the message {@code InferTensorContents}: the values of a tensor in the list that its type has. */
final class TypedContents {
    private static final int BOOLS = 1;
    private static final int INTS = 2;
    private static final int LONGS = 3;
    private static final int UINTS = 4;
    private static final int ULONGS = 5;
    private static final int FLOATS = 6;
    private static final int DOUBLES = 7;
    private static final int TEXTS = 8;

    private final TensorType type;
    private final int list;
    private final int elements;
    private final int elementBytes;
    private final ByteBuffer numbers;
    private final List<String> texts = new ArrayList<>();

    private TypedContents(TensorType type, int list, int elements) {
        this.type = type;
        this.list = list;
        this.elements = elements;
        this.elementBytes = list == TEXTS ? 0 : Tensor.bytesPerElement(type);
        this.numbers = ByteBuffer.allocate(elements * elementBytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A {@link BadValue} where the values are in another list, or not as many as the shape says. */
    static Tensor read(String name, TensorType type, long[] shape, @Nullable ProtobufInput contents) {
        if (contents == null) {
            throw new BadValue("has neither contents nor raw_input_contents");
        }
        long wanted = 1;
        for (long extent : shape) {
            wanted = Math.multiplyHigh(wanted, extent) == 0 ? wanted * extent : Long.MAX_VALUE;
        }
        // A value takes a byte at least, so that what a shape claims is never more memory than was sent.
        if (wanted < 0 || wanted > contents.length()) {
            throw new BadValue("has the shape " + Arrays.toString(shape) + ", which is more values than were sent");
        }
        TypedContents reader = new TypedContents(type, listOf(type), (int) wanted);
        for (int field = contents.next(); field != 0; field = contents.next()) {
            if (field == reader.list) {
                reader.values(contents);
            } else if (field >= BOOLS && field <= TEXTS) {
                throw new BadValue(type + " has its values in another list of contents");
            } else {
                contents.skip();
            }
        }
        if (reader.size() != wanted) {
            throw new BadValue("there are " + reader.size() + " values where the shape says " + wanted);
        }
        return type == TensorType.BYTES
                ? Tensor.of(name, shape, reader.texts.toArray(String[]::new))
                : Tensor.of(name, type, shape, reader.numbers.flip());
    }

    private static int listOf(TensorType type) {
        return switch (type) {
            case BOOL -> BOOLS;
            case INT8, INT16, INT32 -> INTS;
            case INT64 -> LONGS;
            case UINT8, UINT16, UINT32 -> UINTS;
            case UINT64 -> ULONGS;
            case FP32 -> FLOATS;
            case FP64 -> DOUBLES;
            case BYTES -> TEXTS;
            case FP16 -> throw new BadValue("FP16 has no list in contents; send it in raw_input_contents");
        };
    }

    private int size() {
        return list == TEXTS ? texts.size() : numbers.position() / elementBytes;
    }

    private void values(ProtobufInput in) {
        if (list == TEXTS) {
            room(1);
            texts.add(BinaryTensors.text(in.bytes(), texts.size()));
        } else if (!in.isPacked()) {
            room(1);
            number(in.number());
        } else if (list == FLOATS || list == DOUBLES) {
            ByteBuffer row = in.bytes();
            room(row.remaining() / elementBytes);
            numbers.put(row.limit(row.limit() - row.limit() % elementBytes));
        } else {
            ProtobufInput row = in.message();
            while (!row.isAtEnd()) {
                room(1);
                number(row.varint());
            }
        }
    }

    private void room(int more) {
        if (size() + (long) more > elements) {
            throw new BadValue("there are more than the " + elements + " values that the shape says");
        }
    }

    /** The lists are wider than some of the types that they are for. */
    private void number(long value) {
        switch (type) {
            case BOOL -> numbers.put((byte) (value == 0 ? 0 : 1));
            case INT8 -> numbers.put((byte) within(value, Byte.MIN_VALUE, Byte.MAX_VALUE));
            case UINT8 -> numbers.put((byte) within(value, 0, 0xff));
            case INT16 -> numbers.putShort((short) within(value, Short.MIN_VALUE, Short.MAX_VALUE));
            case UINT16 -> numbers.putShort((short) within(value, 0, 0xffff));
            case INT32 -> numbers.putInt((int) within(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case UINT32 -> numbers.putInt((int) within(value, 0, 0xffff_ffffL));
            case INT64, UINT64 -> numbers.putLong(value);
            case FP32 -> numbers.putInt((int) value);
            case FP64 -> numbers.putLong(value);
            case FP16, BYTES -> throw new IllegalStateException("No numbers in the list of " + type);
        }
    }

    private long within(long value, long least, long most) {
        if (value < least || value > most) {
            throw new BadValue(value + " is beyond the range of " + type + ", " + least + " to " + most);
        }
        return value;
    }
}
