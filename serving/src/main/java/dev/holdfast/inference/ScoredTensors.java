package dev.holdfast.inference;

import dev.holdfast.model.ModelVersion;
import dev.holdfast.model.TensorSpec;
import dev.holdfast.runtime.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the tensors of MLflow's scoring protocol: what their shape is, their brackets say. */
final class ScoredTensors {
    private ScoredTensors() {}

    /** One tensor, or an object of tensors by the inputs' names; the scanner stands before it. */
    static Map<String, Tensor> inputs(JsonScanner json, ModelVersion version) {
        if (json.peek() != '{') {
            TensorSpec only = only(version);
            return Map.of(only.name(), tensor(json, only));
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        json.beginObject();
        while (json.nextField()) {
            TensorSpec spec = spec(json.field(), version);
            tensors.put(spec.name(), tensor(json, spec));
        }
        return tensors;
    }

    /** One tensor by its rows, or rows that are objects of values by the inputs' names; the scanner stands before it. */
    static Map<String, Tensor> instances(JsonScanner json, ModelVersion version) {
        if (json.peek() != '[') {
            throw new BadValue("instances must be a list");
        }
        int start = json.position();
        json.beginArray();
        boolean named = json.nextElement() && json.peek() == '{';
        json.seek(start);
        if (!named) {
            TensorSpec only = only(version);
            return Map.of(only.name(), tensor(json, only));
        }
        Map<String, ShapedValues> values = new LinkedHashMap<>();
        int rows = 0;
        json.beginArray();
        while (json.nextElement()) {
            if (json.peek() != '{') {
                throw new BadValue("instance " + rows + " is " + json.shown() + ", and others are objects");
            }
            json.beginObject();
            while (json.nextField()) {
                TensorSpec spec = spec(json.field(), version);
                ShapedValues column = values.computeIfAbsent(spec.name(), unseen -> new ShapedValues(spec));
                column.row(json);
            }
            rows++;
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (ShapedValues column : values.values()) {
            tensors.put(column.name(), column.tensor(rows));
        }
        return tensors;
    }

    private static Tensor tensor(JsonScanner json, TensorSpec spec) {
        ShapedValues values = new ShapedValues(spec);
        return values.whole(json);
    }

    private static TensorSpec only(ModelVersion version) {
        List<TensorSpec> inputs = version.signature().inputs();
        if (inputs.size() != 1) {
            throw new BadValue("the model takes " + names(version) + "; send an object with a tensor for each");
        }
        return inputs.getFirst();
    }

    private static TensorSpec spec(String name, ModelVersion version) {
        return version.signature().inputs().stream()
                .filter(input -> input.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new BadValue("'" + name + "' is not an input of the model; it takes " + names(version)));
    }

    private static List<String> names(ModelVersion version) {
        return new ArrayList<>(
                version.signature().inputs().stream().map(TensorSpec::name).toList());
    }
}
