package dev.holdfast.inference;

import dev.holdfast.model.TensorType;
import dev.holdfast.runtime.Tensor;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;

/**
 * Collects JSON values as the elements of a tensor, each checked against the tensor's type.
 *
 * <p>Floating point takes numbers, {@code null} and {@code "NaN"} for missing, {@code "Infinity"} and {@code "-Infinity"}; a number
 * beyond the type's range is refused, as is a whole number that would not come out as it went in.
 */
final class TensorBuilder {
    private static final int FIRST_CAPACITY = 16;
    private static final double EXACT_IN_DOUBLE = 0x1p53;
    private static final BigInteger UINT64_MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private final String name;
    private final TensorType type;
    private final boolean truthsAreNumbers;
    private ByteBuffer numbers;
    private String[] texts;
    private int size;

    /** @param truthsAreNumbers whether {@code true} and {@code false} may stand where floating point is wanted, as 1 and 0 */
    TensorBuilder(String name, TensorType type, int capacity, boolean truthsAreNumbers) {
        this.name = name;
        this.type = type;
        this.truthsAreNumbers = truthsAreNumbers;
        boolean isText = type == TensorType.BYTES;
        this.texts = new String[isText ? capacity : 0];
        this.numbers = allocate(isText ? 0 : Math.multiplyExact(capacity, Tensor.bytesPerElement(type)));
    }

    TensorBuilder(String name, TensorType type) {
        this(name, type, FIRST_CAPACITY, true);
    }

    String name() {
        return name;
    }

    int size() {
        return size;
    }

    Tensor build(long... shape) {
        if (type == TensorType.BYTES) {
            return Tensor.of(name, shape, texts.length == size ? texts : Arrays.copyOf(texts, size));
        }
        return Tensor.of(name, type, shape, numbers.flip());
    }

    /** Takes the value that the parser stands on. */
    void add(JsonParser parser) {
        if (type == TensorType.BYTES) {
            if (size == texts.length) {
                texts = Arrays.copyOf(texts, Math.max(FIRST_CAPACITY, size * 2));
            }
            texts[size++] = text(parser);
            return;
        }
        if (numbers.remaining() < 8 && numbers.remaining() < Tensor.bytesPerElement(type)) {
            numbers = allocate(Math.max(FIRST_CAPACITY * 8, numbers.capacity() * 2))
                    .put(numbers.flip());
        }
        switch (type) {
            case FP32 -> numbers.putFloat(single(parser));
            case FP64 -> numbers.putDouble(real(parser));
            case FP16 -> numbers.putShort(half(parser));
            case INT64 -> numbers.putLong(whole(parser, Long.MIN_VALUE, Long.MAX_VALUE));
            case INT32 -> numbers.putInt((int) whole(parser, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case UINT32 -> numbers.putInt((int) whole(parser, 0, 0xffff_ffffL));
            case INT16 -> numbers.putShort((short) whole(parser, Short.MIN_VALUE, Short.MAX_VALUE));
            case UINT16 -> numbers.putShort((short) whole(parser, 0, 0xffff));
            case INT8 -> numbers.put((byte) whole(parser, Byte.MIN_VALUE, Byte.MAX_VALUE));
            case UINT8 -> numbers.put((byte) whole(parser, 0, 0xff));
            case UINT64 -> numbers.putLong(unsigned(parser));
            case BOOL -> numbers.put(truth(parser));
            case BYTES -> throw new IllegalStateException("Texts were taken above");
        }
        size++;
    }

    private float single(JsonParser parser) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT) {
            float value = parser.getFloatValue();
            if (Float.isInfinite(value) && !isNamedInfinity(parser)) {
                throw new BadValue(shown(parser) + " is beyond the range of FP32");
            }
            return value;
        }
        return (float) special(parser);
    }

    private double real(JsonParser parser) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT) {
            double value = parser.getDoubleValue();
            if (Double.isInfinite(value) && !isNamedInfinity(parser)) {
                throw new BadValue(shown(parser) + " is beyond the range of FP64");
            }
            return value;
        }
        return special(parser);
    }

    private short half(JsonParser parser) {
        float value = single(parser);
        short bits = Float.floatToFloat16(value);
        if (Float.isFinite(value) && Float.isInfinite(Float.float16ToFloat(bits))) {
            throw new BadValue(shown(parser) + " is beyond the range of FP16");
        }
        return bits;
    }

    private double special(JsonParser parser) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return Double.NaN;
        }
        if (truthsAreNumbers && (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE)) {
            return token == JsonToken.VALUE_TRUE ? 1 : 0;
        }
        if (token == JsonToken.VALUE_STRING) {
            return switch (parser.getString()) {
                case "NaN" -> Double.NaN;
                case "Infinity" -> Double.POSITIVE_INFINITY;
                case "-Infinity" -> Double.NEGATIVE_INFINITY;
                default -> throw new BadValue(shown(parser) + " is a text; a number is needed, or null for missing");
            };
        }
        throw new BadValue(shown(parser) + " is not a number; send a number, or null for missing");
    }

    private long whole(JsonParser parser, long least, long most) {
        JsonToken token = parser.currentToken();
        long value;
        if (token == JsonToken.VALUE_NUMBER_INT) {
            try {
                value = parser.getLongValue();
            } catch (InputCoercionException e) {
                throw new BadValue(beyond(parser, least, most));
            }
        } else if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            double real = parser.getDoubleValue();
            if (real != Math.rint(real) || !(Math.abs(real) <= EXACT_IN_DOUBLE)) {
                throw new BadValue(shown(parser) + " is not a whole number; " + type + " takes whole numbers only");
            }
            value = (long) real;
        } else {
            throw new BadValue(shown(parser) + " is not a whole number; " + type
                    + " takes whole numbers only, and has nothing for missing");
        }
        if (value < least || value > most) {
            throw new BadValue(beyond(parser, least, most));
        }
        return value;
    }

    private long unsigned(JsonParser parser) {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw new BadValue(shown(parser) + " is not a whole number; UINT64 takes whole numbers only");
        }
        BigInteger value = parser.getBigIntegerValue();
        if (value.signum() < 0 || value.compareTo(UINT64_MAX) > 0) {
            throw new BadValue(shown(parser) + " is beyond the range of UINT64, 0 to " + UINT64_MAX);
        }
        return value.longValue();
    }

    private byte truth(JsonParser parser) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_TRUE) {
            return 1;
        }
        if (token == JsonToken.VALUE_FALSE) {
            return 0;
        }
        if (token == JsonToken.VALUE_NUMBER_INT) {
            return (byte) whole(parser, 0, 1);
        }
        throw new BadValue(shown(parser) + " is not true or false");
    }

    private static String text(JsonParser parser) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_STRING) {
            return parser.getString();
        }
        if (token == JsonToken.VALUE_NULL) {
            return "";
        }
        throw new BadValue(shown(parser) + " is not a text; put it in quotes, or send null for missing");
    }

    private String beyond(JsonParser parser, long least, long most) {
        return shown(parser) + " is beyond the range of " + type + ", " + least + " to " + most;
    }

    private static boolean isNamedInfinity(JsonParser parser) {
        return parser.getString().toLowerCase(Locale.ROOT).contains("inf");
    }

    private static String shown(JsonParser parser) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_ARRAY) {
            return "a list";
        }
        if (token == JsonToken.START_OBJECT) {
            return "an object";
        }
        String text = String.valueOf(parser.getString());
        String shortened = text.length() > 40 ? text.substring(0, 40) + "…" : text;
        return token == JsonToken.VALUE_STRING ? "\"" + shortened + "\"" : shortened;
    }

    private static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
