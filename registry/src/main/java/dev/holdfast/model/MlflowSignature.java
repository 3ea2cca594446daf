package dev.holdfast.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a model was logged to take and give, as MLflow writes it: columns with names, or tensors. */
final class MlflowSignature {
    private MlflowSignature() {}

    /** The names of the columns; empty where tensors were described. */
    static List<String> columns(JsonMapper json, @Nullable String inputs) {
        List<String> names = new ArrayList<>();
        for (JsonNode column : nodes(json, inputs)) {
            JsonNode name = column.path("name");
            if (!name.isString() || isTensor(column)) {
                return List.of();
            }
            names.add(name.stringValue());
        }
        return names;
    }

    /**
     * The tensors; columns are one matrix of FP32. Without outputs where the model was logged without, or with columns.
     *
     * @return empty where nothing is known of the inputs, or they can't be such tensors
     */
    static Optional<ModelSignature> tensors(JsonMapper json, @Nullable String inputs, @Nullable String outputs) {
        List<JsonNode> nodes = nodes(json, inputs);
        if (nodes.isEmpty()) {
            return Optional.empty();
        }
        Optional<List<TensorSpec>> taken;
        if (nodes.stream().noneMatch(MlflowSignature::isTensor)) {
            boolean numbers = nodes.stream()
                    .allMatch(column -> isNumber(column.path("type").asString("")));
            taken = numbers
                    ? Optional.of(List.of(new TensorSpec("input", TensorType.FP32, List.of(-1L, (long) nodes.size()))))
                    : Optional.empty();
        } else {
            taken = specs(nodes, "input");
        }
        List<TensorSpec> given = specs(nodes(json, outputs), "output").orElse(List.of());
        return taken.map(specs -> new ModelSignature(specs, given));
    }

    private static Optional<List<TensorSpec>> specs(List<JsonNode> nodes, String unnamed) {
        List<TensorSpec> specs = new ArrayList<>();
        for (JsonNode node : nodes) {
            JsonNode tensor = node.path("tensor-spec");
            Optional<TensorType> type = type(tensor.path("dtype").asString(""));
            if (!isTensor(node) || type.isEmpty() || !tensor.path("shape").isArray()) {
                return Optional.empty();
            }
            List<Long> shape = new ArrayList<>();
            tensor.path("shape").forEach(extent -> shape.add(extent.asLong(-1)));
            String name = nodes.size() == 1 ? unnamed : unnamed + "_" + specs.size();
            specs.add(new TensorSpec(node.path("name").asString(name), type.get(), shape));
        }
        return Optional.of(specs);
    }

    private static List<JsonNode> nodes(JsonMapper json, @Nullable String text) {
        if (text == null) {
            return List.of();
        }
        try {
            List<JsonNode> nodes = new ArrayList<>();
            json.readTree(text).forEach(nodes::add);
            return nodes;
        } catch (JacksonException e) {
            return List.of();
        }
    }

    private static boolean isTensor(JsonNode node) {
        return node.path("type").asString("").equals("tensor");
    }

    private static boolean isNumber(String type) {
        return switch (type) {
            case "double", "float", "integer", "long", "boolean" -> true;
            default -> false;
        };
    }

    private static Optional<TensorType> type(String numpy) {
        return Optional.ofNullable(
                switch (numpy) {
                    case "bool" -> TensorType.BOOL;
                    case "uint8" -> TensorType.UINT8;
                    case "int8" -> TensorType.INT8;
                    case "int16" -> TensorType.INT16;
                    case "int32" -> TensorType.INT32;
                    case "int64" -> TensorType.INT64;
                    case "float16" -> TensorType.FP16;
                    case "float32" -> TensorType.FP32;
                    case "float64" -> TensorType.FP64;
                    default -> null;
                });
    }
}
