package dev.holdfast.pipeline;

import dev.holdfast.kernel.Digest;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Something that steps hand on: a file in the store, or facts alone.
 *
 * @param facts sorted by name, values as JSON has them
 */
record Artifact(
        String name,
        OutputKind kind,
        @Nullable Digest digest,
        @Nullable Long sizeBytes,
        Map<String, Object> facts) {
    static final String TRACKING_RUN = "tracking_run_id";

    Artifact {
        facts = new TreeMap<>(facts);
    }

    /** The same identity means that a step which takes this would do the same. */
    String identity() {
        // Evaluations log to the model's own tracking run: the same bytes from another training are another model to
        // them.
        return kind.wireName() + " " + digest + " " + facts.getOrDefault(TRACKING_RUN, "");
    }

    Digest requiredDigest() {
        if (digest == null) {
            throw new IllegalStateException("Output " + name + " has no file");
        }
        return digest;
    }

    StepOutput toOutput() {
        return new StepOutput(name, kind.wireName(), digest, sizeBytes, facts);
    }
}
