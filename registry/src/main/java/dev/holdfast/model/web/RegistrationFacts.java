package dev.holdfast.model.web;

import dev.holdfast.dataset.DatasetVersion;
import dev.holdfast.dataset.Datasets;
import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.model.DatasetReference;
import dev.holdfast.model.ModelFormat;
import dev.holdfast.model.ModelRegistration;
import dev.holdfast.model.ModelSignature;
import dev.holdfast.tracking.Runs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the caller says of a file from elsewhere.
 *
 * @param format {@code onnx} where it is absent
 * @param runId a run that is recorded here
 * @param datasets versions that are registered here
 * @param metrics figures on held-out data, finite
 * @param signature checked against the file
 * @param task {@code classification} or {@code regression}
 * @param label the column that the model predicts
 * @param classes in the order of the model's probabilities
 * @param features the columns that the model takes
 * @param facts anything else worth keeping: trainer, library versions
 */
record RegistrationFacts(
        @Nullable ModelFormat format,
        @Nullable String description,
        @Nullable String runId,
        @Nullable List<UsedDataset> datasets,
        @Nullable Map<String, @Nullable Double> metrics,
        @Nullable Map<String, @Nullable String> tags,
        @Nullable ModelSignature signature,
        @Nullable Task task,
        @Nullable String label,
        @Nullable List<Object> classes,
        @Nullable List<Object> features,
        @Nullable Map<String, @Nullable Object> facts) {
    static final RegistrationFacts NONE =
            new RegistrationFacts(null, null, null, null, null, null, null, null, null, null, null, null);

    enum Task {
        CLASSIFICATION,
        REGRESSION
    }

    /**
     * A dataset version by its name and number.
     *
     * @param role {@code training} where it is absent
     * @param digest must be that version's where it is given
     */
    record UsedDataset(
            @Nullable String role,
            @Nullable String name,
            @Nullable Integer version,
            @Nullable Digest digest) {}

    /** Everything that is wrong with the facts is reported at once. */
    ModelRegistration toRegistration(String model, Path file, Datasets registeredDatasets, Runs runs) {
        List<FieldError> errors = new ArrayList<>();
        if (runId != null) {
            checkRun(runId, runs, errors);
        }
        List<DatasetReference> references = references(registeredDatasets, errors);
        Map<String, Double> figures = new LinkedHashMap<>();
        if (metrics != null) {
            metrics.forEach((key, value) -> {
                if (value == null || !Double.isFinite(value)) {
                    errors.add(new FieldError("metrics." + key, value, "must be a finite number."));
                } else {
                    figures.put(key, value);
                }
            });
        }
        Map<String, String> labels = new LinkedHashMap<>();
        if (tags != null) {
            tags.forEach((key, value) -> {
                if (value == null) {
                    errors.add(new FieldError("tags." + key, null, "must be a text."));
                } else {
                    labels.put(key, value);
                }
            });
        }
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
        return new ModelRegistration(
                model,
                file,
                format == null ? ModelFormat.ONNX : format,
                runId,
                null,
                references,
                figures,
                null,
                labels,
                signature,
                allFacts());
    }

    private static void checkRun(String runId, Runs runs, List<FieldError> errors) {
        try {
            runs.get(runId);
        } catch (ProblemException e) {
            errors.add(new FieldError(
                    "run_id", runId, "is not a run that is recorded here; leave it out or log the run first."));
        }
    }

    private List<DatasetReference> references(Datasets registeredDatasets, List<FieldError> errors) {
        List<DatasetReference> references = new ArrayList<>();
        List<UsedDataset> used = datasets == null ? List.of() : datasets;
        for (int i = 0; i < used.size(); i++) {
            UsedDataset dataset = used.get(i);
            String field = "datasets[" + i + "]";
            if (dataset.name() == null || dataset.version() == null) {
                errors.add(new FieldError(field, null, "must have a name and a version."));
                continue;
            }
            try {
                DatasetVersion version = registeredDatasets.version(dataset.name(), dataset.version());
                if (dataset.digest() != null && !dataset.digest().equals(version.digest())) {
                    errors.add(new FieldError(
                            field + ".digest",
                            dataset.digest().toString(),
                            "is not that version's digest, which is " + version.digest() + "."));
                }
                String role = dataset.role() == null ? "training" : dataset.role();
                references.add(new DatasetReference(role, version.name(), version.version(), version.digest()));
            } catch (ProblemException e) {
                errors.add(new FieldError(field, dataset.name(), e.detail() + " Register the dataset first."));
            }
        }
        return references;
    }

    private Map<String, Object> allFacts() {
        Map<String, Object> all = new LinkedHashMap<>();
        if (facts != null) {
            facts.forEach((key, value) -> put(all, key, value));
        }
        put(all, "description", description);
        put(all, "task", task);
        put(all, "label", label);
        put(all, "classes", classes);
        put(all, "features", features);
        return all;
    }

    private static void put(Map<String, Object> facts, String key, @Nullable Object value) {
        if (value != null) {
            facts.put(key, value);
        }
    }
}
