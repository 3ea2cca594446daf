package dev.holdfast.search;

import java.util.HashMap;
import java.util.Map;

/** Collects the values of a statement: none of them ever becomes part of its text. */
public final class SqlParameters {
    private final String prefix;
    private final Map<String, Object> values = new HashMap<>();

    /** {@code prefix} begins the names, so that two collections can go into one statement. */
    public SqlParameters(String prefix) {
        this.prefix = prefix;
    }

    /** Takes a value and gives what stands for it in the statement, for example {@code :filter_3}. */
    public String bind(Object value) {
        String name = prefix + "_" + values.size();
        values.put(name, value);
        return ":" + name;
    }

    public Map<String, Object> values() {
        return values;
    }
}
