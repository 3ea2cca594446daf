package dev.holdfast.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What XGBoost wrote into a file, as JSON or as UBJSON: maps, lists, texts and numbers; arrays of numbers as {@code double[]}. Asks for
 * fields in a way that names what is missing or of another kind.
 */
final class XgboostDocument {
    /** Deeper than any model; parsers are recursive. */
    static final int MAX_DEPTH = 64;

    private static final String NOT_XGBOOST =
            "it is not a whole model of XGBoost as JSON or UBJSON; save it with save_model(\"model.ubj\") or (\"model.json\").";

    private final String path;
    private final Map<?, ?> fields;

    private XgboostDocument(String path, Map<?, ?> fields) {
        this.path = path;
        this.fields = fields;
    }

    /** Whether a file, which is not empty, begins as UBJSON does and JSON does not. */
    static boolean isBinary(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer start = ByteBuffer.allocate(2);
            channel.read(start, 0);
            byte second = start.get(1);
            return start.get(0) == '{' && second != '"' && second != '}' && !Character.isWhitespace(second);
        }
    }

    /** Reads a file; a problem where it is none of XGBoost's. */
    static XgboostDocument read(Path file) throws IOException {
        Object root;
        try {
            root = isBinary(file) ? XgboostUbjson.read(file) : XgboostJson.read(file);
        } catch (MalformedXgboost e) {
            throw UnfitModel.refused(NOT_XGBOOST);
        }
        if (!(root instanceof Map<?, ?> fields) || !fields.containsKey("learner")) {
            throw UnfitModel.refused(NOT_XGBOOST);
        }
        return new XgboostDocument("", fields);
    }

    /** A file ends too early or has what no such file has. */
    static final class MalformedXgboost extends RuntimeException {
        MalformedXgboost(String message) {
            super(message);
        }
    }

    boolean has(String field) {
        return fields.get(field) != null;
    }

    XgboostDocument object(String field) {
        return new XgboostDocument(path + field + ".", as(field, Map.class));
    }

    String text(String field) {
        return as(field, String.class);
    }

    /** A number that may be written as a text. */
    int integer(String field) {
        Object value = required(field);
        try {
            return value instanceof String text ? Integer.parseInt(text) : Math.toIntExact((long) (double) value);
        } catch (ArithmeticException | ClassCastException | NumberFormatException e) {
            throw unfit(field, "is not a whole number");
        }
    }

    double[] numbers(String field) {
        return numbers(path + field, required(field));
    }

    /** As {@link #numbers}, empty where the field is missing. */
    double[] numbersIfThere(String field) {
        return has(field) ? numbers(field) : new double[0];
    }

    int[] integers(String field) {
        double[] numbers = numbers(field);
        int[] integers = new int[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            integers[i] = (int) numbers[i];
        }
        return integers;
    }

    List<String> texts(String field) {
        Object value = fields.get(field);
        return value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)
                ? list.stream().map(String.class::cast).toList()
                : List.of();
    }

    List<XgboostDocument> objects(String field) {
        List<?> list = required(field) instanceof double[] none && none.length == 0 ? List.of() : as(field, List.class);
        return list.stream()
                .map(element -> {
                    if (element instanceof Map<?, ?> map) {
                        return new XgboostDocument(path + field + "[].", map);
                    }
                    throw unfit(field, "has something other than objects");
                })
                .toList();
    }

    private double[] numbers(String where, Object value) {
        if (value instanceof double[] numbers) {
            return numbers;
        }
        if (value instanceof List<?> list && list.isEmpty()) {
            return new double[0];
        }
        throw UnfitModel.refused("its field " + where + " is not an array of numbers.");
    }

    private <T> T as(String field, Class<T> type) {
        Object value = required(field);
        if (!type.isInstance(value)) {
            throw unfit(field, "is of another kind than in models of XGBoost");
        }
        return type.cast(value);
    }

    private Object required(String field) {
        @Nullable Object value = fields.get(field);
        if (value == null) {
            throw unfit(field, "is missing");
        }
        return Objects.requireNonNull(value);
    }

    private RuntimeException unfit(String field, String why) {
        return UnfitModel.refused("its field " + path + field + " " + why + ".");
    }
}
