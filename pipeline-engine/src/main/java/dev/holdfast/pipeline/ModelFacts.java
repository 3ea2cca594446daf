package dev.holdfast.pipeline;

import dev.holdfast.kernel.Digest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a model that was trained here; also the facts of its registered version.
 *
 * @param task classification or regression
 * @param classes in the order of the probabilities; empty for regression
 * @param trainingRows the rows it learned from
 * @param droppedFeatures columns that were left out, with the reason
 * @param params every parameter as it was used
 * @param libraries name to version of what trained it
 * @param holdout the digest of the held-out rows; absent where all rows were trained on
 * @param profile the digest of the training rows' profile
 */
record ModelFacts(
        String label,
        String task,
        List<String> classes,
        List<String> features,
        Map<String, String> droppedFeatures,
        String trainer,
        long trainingRows,
        long seed,
        Map<String, String> params,
        Map<String, Double> importance,
        Map<String, String> libraries,
        @Nullable Digest holdout,
        Digest profile,
        String trackingRunId) {
    static final String CLASSIFICATION = "classification";
}
