package dev.holdfast.runtime;

import dev.holdfast.model.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A named, dense, row-major array: what a model takes and gives.
 *
 * <p>Its memory is the Java heap's, so it may be kept as long as one likes. Nobody may change it once it was handed on.
 */
public final class Tensor {
    private static final int BYTES_OF_A_TEXT = 40;

    private final String name;
    private final TensorType datatype;
    private final long[] shape;
    private final int elements;
    private final @Nullable ByteBuffer data;
    private final String @Nullable [] texts;

    private Tensor(
            String name, TensorType datatype, long[] shape, @Nullable ByteBuffer data, String @Nullable [] texts) {
        this.name = name;
        this.datatype = datatype;
        this.shape = shape;
        this.elements = elements(shape);
        this.data = data;
        this.texts = texts;
        long has = texts != null ? texts.length : data == null ? 0 : data.capacity() / bytesPerElement(datatype);
        if (has != elements) {
            throw new IllegalArgumentException("Tensor " + name + " of shape " + Arrays.toString(shape) + " holds "
                    + elements + " elements, not " + has);
        }
    }

    /** A tensor of any type but BYTES over little-endian bytes, which are not copied. */
    public static Tensor of(String name, TensorType datatype, long[] shape, ByteBuffer littleEndian) {
        return new Tensor(name, datatype, shape.clone(), littleEndian.slice().order(ByteOrder.LITTLE_ENDIAN), null);
    }

    /** A tensor of FP32. */
    public static Tensor of(String name, long[] shape, float... values) {
        ByteBuffer bytes = allocate(values.length, Float.BYTES);
        bytes.asFloatBuffer().put(values);
        return new Tensor(name, TensorType.FP32, shape.clone(), bytes, null);
    }

    /** A tensor of INT64. */
    public static Tensor of(String name, long[] shape, long... values) {
        ByteBuffer bytes = allocate(values.length, Long.BYTES);
        bytes.asLongBuffer().put(values);
        return new Tensor(name, TensorType.INT64, shape.clone(), bytes, null);
    }

    /** A tensor of BYTES; the texts are not copied. A missing text is the empty one. */
    public static Tensor of(String name, long[] shape, String... texts) {
        return new Tensor(name, TensorType.BYTES, shape.clone(), null, texts);
    }

    /** A column of FP32, shape [n, 1]: what models with one input per column take. Missing is NaN. */
    public static Tensor column(String name, float... values) {
        return of(name, new long[] {values.length, 1}, values);
    }

    /** A column of BYTES, shape [n, 1]. Missing is the empty text. */
    public static Tensor column(String name, String... texts) {
        return of(name, new long[] {texts.length, 1}, texts);
    }

    /** The same elements under another name. */
    Tensor named(String other) {
        return new Tensor(other, datatype, shape, data, texts);
    }

    public String name() {
        return name;
    }

    public TensorType datatype() {
        return datatype;
    }

    public long[] shape() {
        return shape.clone();
    }

    /** How many numbers, truths or texts it holds. */
    public int elements() {
        return elements;
    }

    /** Bytes of memory that its elements take, about. */
    public long sizeBytes() {
        if (texts == null) {
            return (long) elements * bytesPerElement(datatype);
        }
        long bytes = 0;
        for (String text : texts) {
            bytes += BYTES_OF_A_TEXT + text.length();
        }
        return bytes;
    }

    /** How many dimensions it has. */
    int rank() {
        return shape.length;
    }

    long extent(int dimension) {
        return shape[dimension];
    }

    /** The extent of the first dimension; 1 for a scalar. */
    public int rows() {
        return shape.length == 0 ? 1 : (int) shape[0];
    }

    /** Elements in one row. */
    public int rowElements() {
        return rows() == 0 ? 0 : elements / rows();
    }

    /** The bytes, little-endian, read-only, from 0. Not for BYTES. */
    public ByteBuffer bytes() {
        return numbers().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The texts themselves, not a copy. Only for BYTES. */
    public String[] texts() {
        if (texts == null) {
            throw new IllegalStateException("Tensor " + name + " is " + datatype + ", not BYTES");
        }
        return texts;
    }

    /** An element as a number: truths are 0 and 1. Not for BYTES. */
    public double doubleAt(int index) {
        ByteBuffer bytes = numbers();
        return switch (datatype) {
            case FP32 -> bytes.getFloat(index * 4);
            case FP64 -> bytes.getDouble(index * 8);
            case FP16 -> Float.float16ToFloat(bytes.getShort(index * 2));
            case UINT64 -> unsigned(bytes.getLong(index * 8));
            case BOOL, INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64 -> longAt(index);
            case BYTES -> throw noNumbers();
        };
    }

    /** An element as a whole number, truncated where it is none; UINT64 as its 64 bits. Not for BYTES. */
    public long longAt(int index) {
        ByteBuffer bytes = numbers();
        return switch (datatype) {
            case BOOL, INT8 -> bytes.get(index);
            case UINT8 -> bytes.get(index) & 0xff;
            case INT16 -> bytes.getShort(index * 2);
            case UINT16 -> bytes.getShort(index * 2) & 0xffff;
            case INT32 -> bytes.getInt(index * 4);
            case UINT32 -> bytes.getInt(index * 4) & 0xffff_ffffL;
            case INT64, UINT64 -> bytes.getLong(index * 8);
            case FP16, FP32, FP64 -> (long) doubleAt(index);
            case BYTES -> throw noNumbers();
        };
    }

    /** An element as people read it: a text as it is, whole numbers without a point. */
    public String textAt(int index) {
        return switch (datatype) {
            case BYTES -> texts()[index];
            case BOOL -> longAt(index) != 0 ? "true" : "false";
            case UINT64 -> Long.toUnsignedString(longAt(index));
            case FP32 -> Float.toString(numbers().getFloat(index * 4));
            case FP16, FP64 -> Double.toString(doubleAt(index));
            case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64 -> Long.toString(longAt(index));
        };
    }

    /** All elements as FP32, copied. Not for BYTES. */
    public float[] floats() {
        float[] values = new float[elements];
        if (datatype == TensorType.FP32) {
            numbers().asFloatBuffer().get(values);
        } else {
            for (int i = 0; i < elements; i++) {
                values[i] = (float) doubleAt(i);
            }
        }
        return values;
    }

    /** All elements as FP64, copied. Not for BYTES. */
    public double[] doubles() {
        double[] values = new double[elements];
        if (datatype == TensorType.FP32) {
            FloatBuffer singles = numbers().asFloatBuffer();
            for (int i = 0; i < elements; i++) {
                values[i] = singles.get(i);
            }
        } else if (datatype == TensorType.FP64) {
            numbers().asDoubleBuffer().get(values);
        } else {
            for (int i = 0; i < elements; i++) {
                values[i] = doubleAt(i);
            }
        }
        return values;
    }

    /** All elements as whole numbers, copied. Not for BYTES. */
    public long[] longs() {
        long[] values = new long[elements];
        for (int i = 0; i < elements; i++) {
            values[i] = longAt(i);
        }
        return values;
    }

    /** Bytes that one element takes; BYTES has none. */
    public static int bytesPerElement(TensorType datatype) {
        return switch (datatype) {
            case BOOL, INT8, UINT8 -> 1;
            case INT16, UINT16, FP16 -> 2;
            case INT32, UINT32, FP32 -> 4;
            case INT64, UINT64, FP64 -> 8;
            case BYTES -> throw new IllegalArgumentException("BYTES has elements of any length");
        };
    }

    /** Elements of a shape; an {@link ArithmeticException} where they do not fit in an int or a dimension is negative. */
    public static int elements(long[] shape) {
        long elements = 1;
        for (long dimension : shape) {
            if (dimension < 0) {
                throw new ArithmeticException("negative dimension " + dimension);
            }
            elements = Math.multiplyExact(elements, dimension);
        }
        return Math.toIntExact(elements);
    }

    @Override
    public String toString() {
        return name + ": " + datatype + Arrays.toString(shape);
    }

    private ByteBuffer numbers() {
        if (data == null) {
            throw noNumbers();
        }
        return data;
    }

    private IllegalStateException noNumbers() {
        return new IllegalStateException("Tensor " + name + " is BYTES and has no numbers");
    }

    private static ByteBuffer allocate(int elements, int size) {
        return ByteBuffer.allocate(Math.multiplyExact(elements, size)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static double unsigned(long bits) {
        return bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0;
    }
}
