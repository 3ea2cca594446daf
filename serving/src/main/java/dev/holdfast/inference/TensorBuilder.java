package dev.holdfast.inference;

import dev.holdfast.model.TensorType;
import dev.holdfast.runtime.Tensor;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Collects JSON values as the elements of a tensor, each checked against the tensor's type.
 *
 * <p>Floating point takes numbers, {@code null} and {@code "NaN"} for missing, {@code "Infinity"} and {@code "-Infinity"}; a number
 * beyond the type's range is refused, as is a whole number that would not come out as it went in.
 */
final class TensorBuilder {
    private static final int FIRST_CAPACITY = 16;
    private static final double EXACT_IN_DOUBLE = 0x1p53;
    /** The bits that a double's fraction has more than a float's. */
    private static final long BEYOND_FLOAT = (1L << 29) - 1;

    private static final long MIDDLE = 1L << 28;
    private static final BigInteger UINT64_MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private final String name;
    private final TensorType type;
    private final boolean truthsAreNumbers;
    private final int elementBytes;
    private ByteBuffer numbers;
    private String[] texts;
    private int size;

    /** @param truthsAreNumbers whether {@code true} and {@code false} may stand where floating point is wanted, as 1 and 0 */
    TensorBuilder(String name, TensorType type, int capacity, boolean truthsAreNumbers) {
        this.name = name;
        this.type = type;
        this.truthsAreNumbers = truthsAreNumbers;
        boolean isText = type == TensorType.BYTES;
        this.elementBytes = isText ? 0 : Tensor.bytesPerElement(type);
        this.texts = new String[isText ? capacity : 0];
        this.numbers = allocate(Math.multiplyExact(isText ? 0 : capacity, elementBytes));
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

    /** Takes the value that the scanner stands before; where that is a {@link BadValue} the scanner may stand anywhere. */
    void add(JsonScanner json) {
        if (type == TensorType.BYTES) {
            put(text(json));
            return;
        }
        roomForOne();
        switch (type) {
            case FP32 -> numbers.putFloat(single(json));
            case FP64 -> numbers.putDouble(real(json));
            case FP16 -> numbers.putShort(half(json));
            case INT64 -> numbers.putLong(whole(json, Long.MIN_VALUE, Long.MAX_VALUE));
            case INT32 -> numbers.putInt((int) whole(json, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case UINT32 -> numbers.putInt((int) whole(json, 0, 0xffff_ffffL));
            case INT16 -> numbers.putShort((short) whole(json, Short.MIN_VALUE, Short.MAX_VALUE));
            case UINT16 -> numbers.putShort((short) whole(json, 0, 0xffff));
            case INT8 -> numbers.put((byte) whole(json, Byte.MIN_VALUE, Byte.MAX_VALUE));
            case UINT8 -> numbers.put((byte) whole(json, 0, 0xff));
            case UINT64 -> numbers.putLong(unsigned(json));
            case BOOL -> numbers.put(truth(json));
            case BYTES -> throw new IllegalStateException("Texts were taken above");
        }
        size++;
    }

    /** Takes a missing value: NaN or the empty text; a {@link BadValue} where the type has none. */
    void addMissing() {
        addJson("null");
    }

    /** Takes a value as it stands in a table of text. */
    void addText(String text) {
        switch (type) {
            case BYTES -> put(text);
            case BOOL -> addJson(text.toLowerCase(Locale.ROOT));
            case FP16, FP32, FP64 -> addJson(text.equalsIgnoreCase("nan") ? "NaN" : text.strip());
            case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, UINT64 -> addJson(text.strip());
        }
    }

    private void put(String text) {
        if (size == texts.length) {
            texts = Arrays.copyOf(texts, Math.max(FIRST_CAPACITY, size * 2));
        }
        texts[size++] = text;
    }

    /** As {@link #addJson} of the shortest decimal that means this number, and much faster. */
    void addNumber(double value) {
        switch (type) {
            case FP64 -> roomForOne().putDouble(value);
            case FP32 -> {
                if (!roundsAlike(value)) {
                    addJson(Double.toString(value));
                    return;
                }
                roomForOne().putFloat((float) value);
            }
            case FP16, INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, UINT64, BOOL, BYTES -> {
                addJson(Double.toString(value));
                return;
            }
        }
        size++;
    }

    /** Whether {@link #addNumbers} can take many at once. */
    boolean takesReals() {
        return type == TensorType.FP32 || type == TensorType.FP64;
    }

    /** As {@link #addNumber(double)} of each of the first {@code count}, where NaN is a missing value and infinities are taken. */
    void addNumbers(double[] values, int count) {
        makeRoom(count);
        for (int i = 0; i < count; i++) {
            double value = values[i];
            if (type == TensorType.FP64) {
                numbers.putDouble(Double.isNaN(value) ? Double.NaN : value);
                size++;
            } else if (!Double.isFinite(value)) {
                numbers.putFloat(Double.isNaN(value) ? Float.NaN : (float) value);
                size++;
            } else {
                addNumber(value);
            }
        }
    }

    /** Grows once to what is known to come. */
    void makeRoom(int count) {
        if (type == TensorType.BYTES) {
            texts = texts.length - size >= count ? texts : Arrays.copyOf(texts, size + count);
        } else if (numbers.remaining() / elementBytes < count) {
            numbers = allocate(Math.multiplyExact(size + count, elementBytes)).put(numbers.flip());
        }
    }

    /** As {@link #addJson} of a whole number. */
    void addNumber(long value) {
        switch (type) {
            case FP64 -> roomForOne().putDouble((double) value);
            case FP32 -> roomForOne().putFloat((float) value);
            case INT64 -> roomForOne().putLong(value);
            case FP16, INT8, UINT8, INT16, UINT16, INT32, UINT32, UINT64, BOOL, BYTES -> {
                addJson(Long.toString(value));
                return;
            }
        }
        size++;
    }

    /**
     * Whether the double and its shortest decimal are nearest to the same float. The decimal lies nearer to the double than any other
     * double does, so they are unless the double is the very middle between two floats; the smallest and too large ones are left to the text.
     */
    private static boolean roundsAlike(double value) {
        double magnitude = Math.abs(value);
        return value == 0
                || !Double.isFinite(value)
                || (magnitude >= Float.MIN_NORMAL
                        && magnitude <= Float.MAX_VALUE
                        && (Double.doubleToRawLongBits(value) & BEYOND_FLOAT) != MIDDLE);
    }

    private ByteBuffer roomForOne() {
        if (numbers.remaining() < elementBytes) {
            numbers = allocate(Math.max(FIRST_CAPACITY * 8, numbers.capacity() * 2))
                    .put(numbers.flip());
        }
        return numbers;
    }

    /** Takes a value that is written as in JSON. */
    void addJson(String text) {
        byte[] json = text.getBytes(StandardCharsets.UTF_8);
        JsonScanner scanner = new JsonScanner(json, 0, json.length);
        try {
            add(scanner);
            scanner.end();
        } catch (MalformedJson e) {
            throw new BadValue("\"" + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "\" is no " + type);
        }
    }

    private float single(JsonScanner json) {
        if (!json.atNumber()) {
            return (float) special(json);
        }
        int start = json.position();
        float value = json.number().asFloat();
        if (Float.isInfinite(value)) {
            throw new BadValue(shown(json, start) + " is beyond the range of FP32");
        }
        return value;
    }

    private double real(JsonScanner json) {
        if (!json.atNumber()) {
            return special(json);
        }
        int start = json.position();
        double value = json.number().asDouble();
        if (Double.isInfinite(value)) {
            throw new BadValue(shown(json, start) + " is beyond the range of FP64");
        }
        return value;
    }

    private short half(JsonScanner json) {
        json.peek();
        int start = json.position();
        float value = single(json);
        short bits = Float.floatToFloat16(value);
        if (Float.isFinite(value) && Float.isInfinite(Float.float16ToFloat(bits))) {
            throw new BadValue(shown(json, start) + " is beyond the range of FP16");
        }
        return bits;
    }

    private double special(JsonScanner json) {
        if (json.word("null") || json.word("NaN")) {
            return Double.NaN;
        }
        if (json.word("Infinity")) {
            return Double.POSITIVE_INFINITY;
        }
        if (json.word("-Infinity")) {
            return Double.NEGATIVE_INFINITY;
        }
        if (truthsAreNumbers && json.word("true")) {
            return 1;
        }
        if (truthsAreNumbers && json.word("false")) {
            return 0;
        }
        if (json.peek() != '"') {
            throw new BadValue(json.shown() + " is not a number; send a number, or null for missing");
        }
        String shown = json.shown();
        return switch (json.string()) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw new BadValue(shown + " is a text; a number is needed, or null for missing");
        };
    }

    private long whole(JsonScanner json, long least, long most) {
        if (!json.atNumber()) {
            throw new BadValue(json.shown() + " is not a whole number; " + type
                    + " takes whole numbers only, and has nothing for missing");
        }
        int start = json.position();
        JsonNumber number = json.number();
        long value;
        if (number.isLong()) {
            value = number.asLong();
        } else if (number.isWhole()) {
            throw new BadValue(beyond(json, start, least, most));
        } else {
            double real = number.asDouble();
            if (real != Math.rint(real) || !(Math.abs(real) <= EXACT_IN_DOUBLE)) {
                throw new BadValue(
                        shown(json, start) + " is not a whole number; " + type + " takes whole numbers only");
            }
            value = (long) real;
        }
        if (value < least || value > most) {
            throw new BadValue(beyond(json, start, least, most));
        }
        return value;
    }

    private long unsigned(JsonScanner json) {
        int start = json.atNumber() ? json.position() : -1;
        JsonNumber number = start < 0 ? null : json.number();
        if (number == null || !number.isWhole()) {
            throw new BadValue((start < 0 ? json.shown() : shown(json, start))
                    + " is not a whole number; UINT64 takes whole numbers only");
        }
        BigInteger value = number.asBigInteger();
        if (value.signum() < 0 || value.compareTo(UINT64_MAX) > 0) {
            throw new BadValue(shown(json, start) + " is beyond the range of UINT64, 0 to " + UINT64_MAX);
        }
        return value.longValue();
    }

    private byte truth(JsonScanner json) {
        if (json.word("true")) {
            return 1;
        }
        if (json.word("false")) {
            return 0;
        }
        if (json.atNumber()) {
            return (byte) whole(json, 0, 1);
        }
        throw new BadValue(json.shown() + " is not true or false");
    }

    private static String text(JsonScanner json) {
        if (json.peek() == '"') {
            return json.string();
        }
        if (json.word("null")) {
            return "";
        }
        throw new BadValue(json.shown() + " is not a text; put it in quotes, or send null for missing");
    }

    private String beyond(JsonScanner json, int start, long least, long most) {
        return shown(json, start) + " is beyond the range of " + type + ", " + least + " to " + most;
    }

    /** Leaves the scanner before the value, which is the caller's to skip. */
    private static String shown(JsonScanner json, int start) {
        json.seek(start);
        return json.shown();
    }

    private static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
