package dev.holdfast.pipeline;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A mapping of the YAML, read key by key. What is wrong goes to the errors and reading goes on with a stand-in, so that one
 * reading finds everything.
 */
final class YamlMap {
    private final Node node;
    private final String path;
    private final DefinitionErrors errors;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private record Entry(Node key, Node value) {}

    private YamlMap(Node node, String path, DefinitionErrors errors) {
        this.node = node;
        this.path = path;
        this.errors = errors;
    }

    /** Reads {@code node} as a mapping; an empty one, and an error, where it is something else. */
    static YamlMap of(Node node, String path, DefinitionErrors errors) {
        YamlMap map = new YamlMap(node, path, errors);
        if (!(node instanceof MappingNode mapping)) {
            errors.add(node, path, describe(node), "must be a mapping of keys to values.");
            return map;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            map.put(tuple);
        }
        return map;
    }

    private void put(NodeTuple tuple) {
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
            errors.add(tuple.getKeyNode(), path, null, "has a key that is not a plain text.");
            return;
        }
        Entry entry = new Entry(key, tuple.getValueNode());
        if (entries.putIfAbsent(key.getValue(), entry) != null) {
            errors.add(key, child(key.getValue()), key.getValue(), "is there twice; keep one of them.");
        }
    }

    Node node() {
        return node;
    }

    String path() {
        return path;
    }

    String child(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    Collection<String> keys() {
        return entries.keySet();
    }

    boolean has(String key) {
        Entry entry = entries.get(key);
        return entry != null && !entry.value().getTag().equals(Tag.NULL);
    }

    @Nullable
    Node get(String key) {
        Entry entry = entries.get(key);
        return entry == null || entry.value().getTag().equals(Tag.NULL) ? null : entry.value();
    }

    /** Where {@code key} stands, or this mapping where it is missing. */
    Node place(String key) {
        Entry entry = entries.get(key);
        return entry == null ? node : entry.value();
    }

    /** An error for each key that is not in {@code known}. */
    void allow(Collection<String> known) {
        entries.forEach((key, entry) -> {
            if (!known.contains(key)) {
                errors.add(
                        entry.key(), child(key), key, "is not a key here; " + DefinitionErrors.suggestion(key, known));
            }
        });
    }

    void error(String key, @Nullable Object value, String message) {
        errors.add(place(key), child(key), value, message);
    }

    @Nullable
    String text(String key) {
        Node value = get(key);
        return value == null ? null : text(value, child(key));
    }

    String requiredText(String key, String example) {
        if (!has(key)) {
            missing(key, example);
            return "";
        }
        String text = text(key);
        if (text != null && text.isBlank()) {
            error(key, text, "is empty; write for example " + example + ".");
        }
        return text == null ? "" : text;
    }

    void missing(String key, String example) {
        errors.add(node, path, null, "needs '" + key + "', for example " + key + ": " + example + ".");
    }

    long integer(String key, long otherwise, long least, long most) {
        Node value = get(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof ScalarNode scalar && scalar.getTag().equals(Tag.INT)) {
            try {
                long number = parseInteger(scalar.getValue());
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException e) {
                errors.add(value, child(key), scalar.getValue(), "is too large a number.");
                return otherwise;
            }
        }
        errors.add(value, child(key), describe(value), "must be a whole number from " + least + " to " + most + ".");
        return otherwise;
    }

    @Nullable
    Double number(String key) {
        Node value = get(key);
        if (value == null) {
            return null;
        }
        if (scalar(value) instanceof Number number && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        errors.add(value, child(key), describe(value), "must be a number.");
        return null;
    }

    boolean bool(String key, boolean otherwise) {
        Node value = get(key);
        if (value == null) {
            return otherwise;
        }
        if (scalar(value) instanceof Boolean flag) {
            return flag;
        }
        errors.add(value, child(key), describe(value), "must be true or false.");
        return otherwise;
    }

    /** The elements of a list. */
    List<Node> list(String key) {
        Node value = get(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        errors.add(value, child(key), describe(value), "must be a list.");
        return List.of();
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        List<Node> nodes = list(key);
        for (int i = 0; i < nodes.size(); i++) {
            String text = text(nodes.get(i), child(key) + "[" + i + "]");
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    /** Reads the mapping under {@code key}, each value by {@code reader}. */
    void forEach(BiConsumer<String, Node> reader) {
        entries.forEach((key, entry) -> reader.accept(key, entry.value()));
    }

    @Nullable
    YamlMap map(String key) {
        Node value = get(key);
        return value == null ? null : of(value, child(key), errors);
    }

    @Nullable
    String text(Node value, String at) {
        if (value instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)) {
            return scalar.getValue();
        }
        String hint = value instanceof ScalarNode scalar ? "; write it in quotes: \"" + scalar.getValue() + "\"." : ".";
        errors.add(value, at, describe(value), "must be a text" + hint);
        return null;
    }

    /** A text, number or truth value; null for anything else, or for nothing. */
    static @Nullable Object scalar(Node node) {
        if (!(node instanceof ScalarNode scalar)) {
            return null;
        }
        String value = scalar.getValue();
        Tag tag = scalar.getTag();
        try {
            if (tag.equals(Tag.INT)) {
                return parseInteger(value);
            }
            if (tag.equals(Tag.FLOAT)) {
                return switch (value.toLowerCase(java.util.Locale.ROOT)) {
                    case ".inf", "+.inf" -> Double.POSITIVE_INFINITY;
                    case "-.inf" -> Double.NEGATIVE_INFINITY;
                    case ".nan" -> Double.NaN;
                    default -> Double.valueOf(value);
                };
            }
        } catch (NumberFormatException e) {
            return value;
        }
        if (tag.equals(Tag.BOOL)) {
            return Boolean.valueOf(value.equalsIgnoreCase("true"));
        }
        return tag.equals(Tag.NULL) ? null : value;
    }

    private static long parseInteger(String text) {
        if (text.startsWith("0o")) {
            return Long.parseLong(text.substring(2), 8);
        }
        return text.startsWith("0x") ? Long.parseLong(text.substring(2), 16) : Long.parseLong(text);
    }

    /** The value as an error shows it. */
    static Object describe(Node node) {
        if (node instanceof MappingNode) {
            return "a mapping";
        }
        if (node instanceof SequenceNode) {
            return "a list";
        }
        Object value = scalar(node);
        return value == null ? "nothing" : value;
    }
}
