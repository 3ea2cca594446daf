package dev.holdfast.inference;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which outputs a caller wants, and which of them as raw bytes. Without any named, all. */
final class RequestedOutputs {
    private final Map<String, Form> named = new LinkedHashMap<>();
    private boolean binaryByDefault;
    private boolean byRows;

    private enum Form {
        BY_DEFAULT,
        JSON,
        BINARY
    }

    static RequestedOutputs all() {
        return new RequestedOutputs();
    }

    void binaryByDefault(boolean binary) {
        binaryByDefault = binary;
    }

    /** Whether an answer has a list of rows rather than of tensors, where its form knows both. */
    void byRows(boolean rows) {
        byRows = rows;
    }

    boolean areByRows() {
        return byRows;
    }

    void add(String name, @Nullable Boolean binary) {
        named.put(name, binary == null ? Form.BY_DEFAULT : binary ? Form.BINARY : Form.JSON);
    }

    /** The names, in the caller's order; empty where all are wanted. */
    Set<String> names() {
        return named.keySet();
    }

    boolean isBinary(String name) {
        return switch (named.getOrDefault(name, Form.BY_DEFAULT)) {
            case BY_DEFAULT -> binaryByDefault;
            case JSON -> false;
            case BINARY -> true;
        };
    }
}
