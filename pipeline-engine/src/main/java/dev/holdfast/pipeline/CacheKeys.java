package dev.holdfast.pipeline;

import dev.holdfast.kernel.Digest;
import java.util.Map;
import java.util.TreeMap;

/** When two steps do the same work: the same definition, the same inputs, the same engine. */
final class CacheKeys {
    /** Counted up by hand when the same definition and inputs come to give other outputs. */
    private static final String ENGINE = "engine 1";

    private CacheKeys() {}

    /**
     * The key of a step.
     *
     * @param libraries name to version of what computes the outputs
     */
    static Digest of(StepSpec step, Map<String, Artifact> inputs, Map<String, String> libraries) {
        StringBuilder text = new StringBuilder(ENGINE).append('\n');
        new TreeMap<>(libraries)
                .forEach((name, version) ->
                        text.append(name).append(' ').append(version).append('\n'));
        text.append(step.common().canonical()).append('\n');
        if (step instanceof StepSpec.Train train) {
            text.append(new TreeMap<>(train.params())).append('\n');
        }
        new TreeMap<>(inputs)
                .forEach((name, artifact) -> text.append(name)
                        .append(' ')
                        .append(artifact.identity())
                        .append('\n'));
        return Digest.of(text.toString());
    }
}
