package dev.holdfast.pipeline;

import dev.holdfast.kernel.Digest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Follows the definition of a run upstream: what was something made from? */
@Component("pipelineLineages")
class Lineages {
    private final OutputStore outputs;

    Lineages(OutputStore outputs) {
        this.outputs = outputs;
    }

    /** A dataset version that entered the run. */
    record Source(String dataset, int version, Digest digest) {}

    /** The dataset versions that {@code reference} was made from, in the order of the definition. */
    List<Source> sources(ActiveRun run, Reference reference) {
        List<Source> sources = new ArrayList<>();
        collect(run, reference, sources, new HashSet<>());
        return sources;
    }

    private void collect(ActiveRun run, Reference reference, List<Source> sources, Set<String> seen) {
        if (!seen.add(reference.text())) {
            return;
        }
        if (reference.isInput()) {
            Source source = source(run, reference.source());
            if (!sources.contains(source)) {
                sources.add(source);
            }
            return;
        }
        for (Reference upstream : run.definition().step(reference.source()).references()) {
            collect(run, upstream, sources, seen);
        }
    }

    private Source source(ActiveRun run, String name) {
        RunInput input = run.input(name);
        if (input.traffic() == null && input.dataset() != null && input.version() != null && input.digest() != null) {
            return new Source(input.dataset(), input.version(), input.digest());
        }
        Artifact table = outputs.find(run.id(), InputSpec.stepName(name), name)
                .orElseThrow(() -> new IllegalStateException("Run " + run.id() + " has no rows of input " + name));
        return new Source(
                String.valueOf(table.facts().get("dataset")),
                ((Number) table.facts().getOrDefault("version", 0)).intValue(),
                table.requiredDigest());
    }
}
