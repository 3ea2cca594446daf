package dev.holdfast.runtime;

import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.model.ModelSignature;
import dev.holdfast.model.TensorSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds inputs against a signature before native code sees them, and says everything that is wrong at once. */
final class InputCheck {
    private final Map<String, TensorSpec> specs;
    private final Map<String, List<String>> dimensionNames;
    private final boolean shared;

    /** @param dimensionNames the names that the model's file gives to open dimensions, by input: equal names are equal extents */
    InputCheck(ModelSignature signature, Map<String, List<String>> dimensionNames) {
        this.specs = signature.inputs().stream()
                .collect(
                        Collectors.toMap(TensorSpec::name, spec -> spec, (first, second) -> first, LinkedHashMap::new));
        this.dimensionNames = dimensionNames;
        Set<String> seen = new HashSet<>();
        this.shared = !dimensionNames.values().stream()
                .flatMap(List::stream)
                .filter(name -> !name.isEmpty())
                .allMatch(seen::add);
    }

    void check(Map<String, Tensor> inputs) {
        List<FieldError> errors = new ArrayList<>();
        for (TensorSpec spec : specs.values()) {
            Tensor tensor = inputs.get(spec.name());
            if (tensor == null) {
                errors.add(error(spec.name(), null, "is missing; the model takes " + describe(spec) + "."));
            } else {
                checkOne(spec, tensor, errors);
            }
        }
        for (String name : inputs.keySet()) {
            if (!specs.containsKey(name)) {
                errors.add(error(name, null, "is not an input of the model; its inputs are " + names() + "."));
            }
        }
        if (shared && errors.isEmpty()) {
            checkTogether(inputs, errors);
        }
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
    }

    private static void checkOne(TensorSpec spec, Tensor tensor, List<FieldError> errors) {
        if (tensor.datatype() != spec.datatype()) {
            errors.add(error(
                    spec.name(),
                    tensor.datatype().wireName(),
                    "has the datatype " + tensor.datatype() + "; the model takes " + describe(spec) + "."));
        }
        boolean fits = tensor.rank() == spec.shape().size();
        for (int i = 0; fits && i < tensor.rank(); i++) {
            long wanted = spec.shape().get(i);
            fits = wanted < 0 || wanted == tensor.extent(i);
        }
        if (!fits) {
            long[] shape = tensor.shape();
            errors.add(error(
                    spec.name(),
                    Arrays.toString(shape),
                    "has the shape " + Arrays.toString(shape) + "; the model takes " + describe(spec)
                            + (spec.shape().contains(-1L) ? ", -1 being any number." : ".")));
        } else if (tensor.elements() == 0) {
            long[] shape = tensor.shape();
            errors.add(error(
                    spec.name(),
                    Arrays.toString(shape),
                    "is empty: its shape is " + Arrays.toString(shape) + "; send at least one row."));
        }
    }

    private void checkTogether(Map<String, Tensor> inputs, List<FieldError> errors) {
        Map<String, String> seenIn = new HashMap<>();
        Map<String, Long> extents = new HashMap<>();
        for (TensorSpec spec : specs.values()) {
            List<String> names = dimensionNames.getOrDefault(spec.name(), List.of());
            Tensor tensor = inputs.get(spec.name());
            if (tensor == null) {
                continue;
            }
            long[] shape = tensor.shape();
            for (int i = 0; i < Math.min(names.size(), shape.length); i++) {
                String name = names.get(i);
                if (name.isEmpty()) {
                    continue;
                }
                Long other = extents.putIfAbsent(name, shape[i]);
                if (other == null) {
                    seenIn.put(name, spec.name());
                } else if (other != shape[i]) {
                    errors.add(error(
                            spec.name(),
                            Arrays.toString(shape),
                            "has " + shape[i] + " where input \"" + seenIn.get(name) + "\" has " + other
                                    + "; send the same number of rows in every input."));
                }
            }
        }
    }

    private static FieldError error(String input, @Nullable Object value, String message) {
        return new FieldError("inputs." + input, value, message);
    }

    private static String describe(TensorSpec spec) {
        return spec.datatype() + " of shape " + spec.shape();
    }

    private String names() {
        List<String> names = List.copyOf(specs.keySet());
        return names.size() <= 20 ? names.toString() : names.subList(0, 20) + " and " + (names.size() - 20) + " more";
    }
}
