package dev.holdfast.testkit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes models of XGBoost of about a kilobyte, as its {@code save_model} writes them as JSON. The same call gives the same bytes. */
public final class TinyXgboost {
    private TinyXgboost() {}

    /** A tree of two leaves: below {@code at} in the first of two features, or missing, {@code below}, otherwise {@code above}. */
    public static byte[] stump(String objective, double baseScore, double at, double below, double above) {
        return trees(objective, baseScore, 2, List.of(tree(at, below, above)));
    }

    /** So many trees of two leaves, the same all. */
    public static byte[] forest(int trees, double leaf) {
        return trees("reg:squarederror", 0, 2, Collections.nCopies(trees, tree(0, -leaf, leaf)));
    }

    /** A tree as one stands in the file. */
    public static String tree(double at, double below, double above) {
        return tree(
                "[1, -1, -1]",
                "[2, -1, -1]",
                "[%s, %s, %s]".formatted(Double.toString(at), Double.toString(below), Double.toString(above)));
    }

    /** A tree of three nodes with these children, whatever they say. */
    public static String tree(String left, String right, String conditions) {
        return """
                {"left_children": %s, "right_children": %s, "split_conditions": %s, "split_indices": [0, 0, 0],
                 "default_left": [1, 0, 0], "tree_param": {"num_nodes": "3", "size_leaf_vector": "1"}}""".formatted(left, right, conditions);
    }

    /** A model of one output. */
    public static byte[] trees(String objective, double baseScore, int features, List<String> trees) {
        return """
                {"learner": {"attributes": {}, "feature_names": ["amount", "age"], "feature_types": ["float", "float"],
                  "gradient_booster": {"name": "gbtree", "model": {
                    "gbtree_model_param": {"num_parallel_tree": "1", "num_trees": "%d"},
                    "tree_info": [%s], "trees": [%s]}},
                  "learner_model_param": {"base_score": "[%s]", "num_class": "0", "num_feature": "%d", "num_target": "1"},
                  "objective": {"name": "%s"}}, "version": [3, 2, 0]}""".formatted(
                        trees.size(),
                        trees.stream().map(tree -> "0").collect(Collectors.joining(", ")),
                        String.join(", ", trees),
                        Double.toString(baseScore),
                        features,
                        objective)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The same document as UBJSON, as XGBoost writes it: numbers in typed arrays. */
    public static byte[] ubjson(byte[] json) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            write(out, JsonMapper.shared().readTree(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, JsonNode node) throws IOException {
        if (node.isObject()) {
            out.writeByte('{');
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                writeText(out, field.getKey());
                write(out, field.getValue());
            }
            out.writeByte('}');
        } else if (node.isArray() && !node.isEmpty() && node.get(0).isNumber()) {
            out.writeBytes("[$d#L");
            out.writeLong(node.size());
            for (JsonNode number : node) {
                out.writeFloat((float) number.asDouble());
            }
        } else if (node.isArray()) {
            out.writeBytes("[#L");
            out.writeLong(node.size());
            for (JsonNode element : node) {
                write(out, element);
            }
        } else {
            out.writeByte('S');
            writeText(out, node.asString());
        }
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeByte('L');
        out.writeLong(bytes.length);
        out.write(bytes);
    }
}
