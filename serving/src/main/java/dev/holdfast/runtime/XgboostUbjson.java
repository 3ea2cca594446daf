package dev.holdfast.runtime;

import dev.holdfast.runtime.XgboostDocument.MalformedXgboost;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads UBJSON (draft 12), as XGBoost writes it: counted and typed arrays, numbers in network order. */
final class XgboostUbjson {
    private static final char NONE = 0;

    private final ByteBuffer bytes;

    private XgboostUbjson(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    static @Nullable Object read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw UnfitModel.refused("it has " + channel.size() + " bytes; 2 GiB at most can be read.");
            }
            ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            Object value = new XgboostUbjson(bytes).value(0);
            if (bytes.hasRemaining()) {
                throw new MalformedXgboost("There is more behind it");
            }
            return value;
        } catch (BufferUnderflowException e) {
            throw new MalformedXgboost("It ends too early");
        }
    }

    private @Nullable Object value(int depth) {
        return value(marker(), depth);
    }

    private @Nullable Object value(char marker, int depth) {
        if (depth > XgboostDocument.MAX_DEPTH) {
            throw new MalformedXgboost("It is nested too deep");
        }
        return switch (marker) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case 'S' -> text(length(marker()));
            case 'C' -> String.valueOf((char) bytes.get());
            case 'Z' -> null;
            case 'T' -> 1.0;
            case 'F' -> 0.0;
            case 'i', 'U', 'I', 'l', 'L', 'd', 'D' -> number(marker);
            default -> throw new MalformedXgboost("No value begins with " + (int) marker);
        };
    }

    private Map<String, Object> object(int depth) {
        Map<String, Object> fields = new HashMap<>();
        for (char marker = marker(); marker != '}'; marker = marker()) {
            String name = text(length(marker));
            Object value = value(depth + 1);
            if (value != null) {
                fields.put(name, value);
            }
        }
        return fields;
    }

    private Object array(int depth) {
        char marker = marker();
        char type = NONE;
        if (marker == '$') {
            type = marker();
            marker = marker();
            if (marker != '#') {
                throw new MalformedXgboost("A typed array has no count");
            }
        }
        if (marker == '#') {
            int count = length(marker());
            return type == NONE ? elements(count, depth) : numbers(type, count);
        }
        List<Object> elements = new ArrayList<>();
        for (; marker != ']'; marker = marker()) {
            add(elements, value(marker, depth + 1));
        }
        return simplified(elements);
    }

    private Object elements(int count, int depth) {
        if (count > bytes.remaining()) {
            throw new MalformedXgboost("An array is longer than the file");
        }
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            add(elements, value(depth + 1));
        }
        return simplified(elements);
    }

    private static void add(List<Object> elements, @Nullable Object value) {
        if (value != null) {
            elements.add(value);
        }
    }

    private static Object simplified(List<Object> elements) {
        return elements.stream().allMatch(Double.class::isInstance)
                ? elements.stream().mapToDouble(Double.class::cast).toArray()
                : elements;
    }

    private double[] numbers(char type, int count) {
        int size = switch (type) {
            case 'i', 'U' -> 1;
            case 'I' -> 2;
            case 'l', 'd' -> 4;
            case 'L', 'D' -> 8;
            default -> throw new MalformedXgboost("An array has the type " + (int) type);
        };
        if ((long) count * size > bytes.remaining()) {
            throw new MalformedXgboost("An array is longer than the file");
        }
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = number(type);
        }
        return numbers;
    }

    private double number(char type) {
        return switch (type) {
            case 'i' -> bytes.get();
            case 'U' -> bytes.get() & 0xff;
            case 'I' -> bytes.getShort();
            case 'l' -> bytes.getInt();
            case 'L' -> bytes.getLong();
            case 'd' -> bytes.getFloat();
            case 'D' -> bytes.getDouble();
            default -> throw new MalformedXgboost("No number begins with " + (int) type);
        };
    }

    private int length(char marker) {
        double length = number(marker);
        if (length < 0 || length > bytes.remaining()) {
            throw new MalformedXgboost("Something is longer than the file");
        }
        return (int) length;
    }

    private String text(int length) {
        byte[] text = new byte[length];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** No-ops between values are skipped. */
    private char marker() {
        char marker;
        do {
            marker = (char) (bytes.get() & 0xff);
        } while (marker == 'N');
        return marker;
    }
}
