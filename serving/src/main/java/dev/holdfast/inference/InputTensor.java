package dev.holdfast.inference;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.model.TensorType;
import dev.holdfast.runtime.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One input of a request as its fields are found, in whatever order they come. */
final class InputTensor {
    private static final int MAX_RANK = 16;
    private static final TensorType[] TYPES = TensorType.values();

    private final String place;
    private final int bodyLength;
    private @Nullable String name;
    private @Nullable TensorType type;
    private long @Nullable [] shape;
    private @Nullable Tensor tensor;
    private int dataAt = -1;
    private long binarySize = -1;

    /** @param place how problems name it while its own name is not known */
    InputTensor(String place, int bodyLength) {
        this.place = place;
        this.bodyLength = bodyLength;
    }

    void name(String text) {
        name = text;
    }

    void datatype(String text) {
        type = type(place + ".datatype", text);
    }

    /** The type of that name; a problem that lists the names where there is none such. */
    static TensorType type(String field, String text) {
        for (TensorType known : TYPES) {
            if (known.wireName().equals(text)) {
                return known;
            }
        }
        throw ProblemException.invalid(
                field, text, "is not a datatype; use one of " + Arrays.toString(TensorType.values()) + ".");
    }

    void binarySize(long bytes) {
        if (bytes < 0) {
            throw ProblemException.invalid(
                    place + ".parameters.binary_data_size", bytes, "must be a number of bytes, 0 or more.");
        }
        binarySize = bytes;
    }

    /** The scanner stands before a list. */
    void shape(JsonScanner json) {
        long[] extents = new long[MAX_RANK];
        int rank = 0;
        json.beginArray();
        while (json.nextElement()) {
            json.peek();
            int start = json.position();
            JsonNumber extent = json.atNumber() ? json.number() : null;
            if (extent == null || !extent.isLong() || extent.asLong() < 0) {
                json.seek(start);
                throw ProblemException.invalid(
                        place + ".shape", json.shown(), "must be a list of whole numbers of 0 or more.");
            }
            if (rank == MAX_RANK) {
                throw ProblemException.invalid(place + ".shape", null, "has more than " + MAX_RANK + " dimensions.");
            }
            extents[rank++] = extent.asLong();
        }
        shape = Arrays.copyOf(extents, rank);
    }

    /** Reads the values, or remembers where they are while it is not known how to read them. */
    void data(JsonScanner json) {
        String known = name;
        TensorType knownType = type;
        long[] knownShape = shape;
        if (known != null && knownType != null && knownShape != null) {
            tensor = values(json, known, knownType, knownShape);
        } else {
            json.peek();
            dataAt = json.position();
            json.skip();
        }
    }

    /**
     * The tensor, when all fields were seen.
     *
     * @param tail raw bytes; what is this tensor's is taken from its front
     */
    Tensor build(JsonScanner json, ByteBuffer tail) {
        String known = name;
        TensorType knownType = type;
        long[] knownShape = shape;
        boolean hasData = tensor != null || dataAt >= 0;
        if (known == null || knownType == null || knownShape == null || (!hasData && binarySize < 0)) {
            String missing =
                    known == null ? "name" : knownType == null ? "datatype" : knownShape == null ? "shape" : "data";
            throw ProblemException.invalid(
                    (known == null ? place : "inputs." + known) + "." + missing, null, "is missing.");
        }
        if (binarySize >= 0) {
            if (hasData) {
                throw ProblemException.invalid(
                        "inputs." + known, null, "has both data and binary_data_size; send one of them.");
            }
            return raw(known, knownType, knownShape, tail);
        }
        Tensor read = tensor;
        if (read != null) {
            return read;
        }
        int after = json.position();
        json.seek(dataAt);
        Tensor late = values(json, known, knownType, knownShape);
        json.seek(after);
        return late;
    }

    private Tensor raw(String known, TensorType knownType, long[] knownShape, ByteBuffer tail) {
        if (binarySize > tail.remaining()) {
            throw ProblemException.invalid(
                    "inputs." + known,
                    null,
                    "binary_data_size is " + binarySize + ", and " + tail.remaining() + " bytes follow the JSON.");
        }
        ByteBuffer own = tail.slice(tail.position(), (int) binarySize);
        tail.position(tail.position() + (int) binarySize);
        try {
            return BinaryTensors.read(known, knownType, knownShape, own);
        } catch (BadValue e) {
            throw ProblemException.invalid("inputs." + known, null, e.message() + ".");
        }
    }

    private Tensor values(JsonScanner json, String known, TensorType knownType, long[] knownShape) {
        if (json.peek() != '[') {
            json.skip();
            throw ProblemException.malformed("inputs." + known + ".data", null, "must be a list, nested or flat.");
        }
        TensorBuilder elements = new TensorBuilder(known, knownType, elements(known, knownShape), false);
        try {
            NestedValues.read(json, elements, knownShape);
        } catch (BadValue e) {
            throw ProblemException.invalid(
                    "inputs." + known,
                    null,
                    "data: " + e.message() + " (element " + elements.size() + " of shape " + Arrays.toString(knownShape)
                            + ").");
        }
        return elements.build(knownShape);
    }

    /** Elements of a shape, refused before memory is taken where the body is too short to hold them. */
    private int elements(String known, long[] knownShape) {
        try {
            int elements = Tensor.elements(knownShape);
            if (elements <= bodyLength / 2) {
                return elements;
            }
        } catch (ArithmeticException e) {
            // More than fits in memory: the same answer.
        }
        throw ProblemException.invalid(
                "inputs." + known,
                Arrays.toString(knownShape),
                "has the shape " + Arrays.toString(knownShape) + ", which is more values than the request holds.");
    }
}
