package dev.holdfast.model;

import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.ProblemException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold of a registration before its file is looked at, and after. */
final class RegistrationChecks {
    private static final Set<String> ROLES = Set.of("training", "evaluation");
    private static final int MAX_KEY = 250;

    private RegistrationChecks() {}

    static void check(ModelRegistration registration) {
        RegistryRules.checkName("model", registration.model());
        RegistryRules.checkTags(registration.tags());
        List<FieldError> errors = new ArrayList<>();
        if (!registration.format().isServed()) {
            errors.add(new FieldError(
                    "format",
                    registration.format(),
                    "must be onnx, torchscript or xgboost; models of other kinds are logged with MLflow."));
        }
        for (int i = 0; i < registration.datasets().size(); i++) {
            DatasetReference dataset = registration.datasets().get(i);
            if (!ROLES.contains(dataset.role())) {
                errors.add(
                        new FieldError("datasets[" + i + "].role", dataset.role(), "must be training or evaluation."));
            }
        }
        registration.metrics().keySet().forEach(key -> {
            if (key.isBlank() || key.length() > MAX_KEY) {
                errors.add(new FieldError("metrics", key, "has a name of 1 to " + MAX_KEY + " characters."));
            }
        });
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
    }

    /** What the maker says of the model's tensors must be what the file has. */
    static void checkSignature(ModelSignature stated, ModelSignature found) {
        if (!tensors(stated.inputs()).equals(tensors(found.inputs()))) {
            throw ProblemException.invalid(
                    "signature.inputs",
                    describe(stated.inputs()),
                    "are not the file's inputs: " + describe(found.inputs()));
        }
        if (!tensors(stated.outputs()).equals(tensors(found.outputs()))) {
            throw ProblemException.invalid(
                    "signature.outputs",
                    describe(stated.outputs()),
                    "are not the file's outputs: " + describe(found.outputs()));
        }
    }

    /** Names and types: a stated shape may be looser than the file's. */
    private static Set<List<Object>> tensors(List<TensorSpec> specs) {
        Set<List<Object>> tensors = new HashSet<>();
        specs.forEach(spec ->
                tensors.add(List.of(spec.name(), spec.datatype(), spec.shape().size())));
        return tensors;
    }

    private static String describe(List<TensorSpec> specs) {
        return String.join(
                ", ",
                specs.stream()
                        .map(spec -> spec.name() + " " + spec.datatype() + " " + spec.shape())
                        .toList());
    }
}
