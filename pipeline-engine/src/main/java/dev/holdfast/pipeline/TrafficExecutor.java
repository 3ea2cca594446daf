package dev.holdfast.pipeline;

import dev.holdfast.dataset.DatasetVersion;
import dev.holdfast.dataset.Datasets;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.monitoring.LabelledTraffic;
import dev.holdfast.monitoring.Monitoring;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Freezes the last labelled rows of a deployment into a dataset version, before anything reads them. */
@Component("pipelineTrafficExecutor")
class TrafficExecutor implements StepExecutor {
    /** The fact that a table's rows are in the order in which they were predicted. */
    static final String IN_PREDICTION_ORDER = "in_prediction_order";

    private static final String SUFFIX = "-traffic";
    private final Monitoring monitoring;
    private final Datasets datasets;

    TrafficExecutor(Monitoring monitoring, Datasets datasets) {
        this.monitoring = monitoring;
        this.datasets = datasets;
    }

    @Override
    public StepKind kind() {
        return StepKind.INPUT;
    }

    @Override
    public StepResult execute(StepContext context) throws IOException {
        InputSpec.Traffic input = context.run().definition().inputs().stream()
                .filter(each ->
                        InputSpec.stepName(each.name()).equals(context.claim().step()))
                .map(InputSpec.Traffic.class::cast)
                .findFirst()
                .orElseThrow();
        long labelled = monitoring.labelledRows(input.deployment());
        if (labelled < input.rows()) {
            return StepResult.of(standIn(context, input, labelled));
        }
        Path file = context.scratch().resolve("traffic.parquet");
        Optional<LabelledTraffic> traffic = monitoring.exportLabelledTraffic(input.deployment(), input.rows(), file);
        if (traffic.isEmpty()) {
            return StepResult.of(standIn(context, input, 0));
        }
        LabelledTraffic rows = traffic.get();
        DatasetVersion version = datasets.registerFile(
                        input.deployment() + SUFFIX,
                        rows.file(),
                        rows.format(),
                        "The last " + rows.rows() + " labelled rows of deployment " + input.deployment() + ", "
                                + rows.firstAt() + " to " + rows.lastAt(),
                        context.actor())
                .version();
        context.log("Took the last " + rows.rows() + " labelled rows of deployment " + input.deployment() + ": dataset "
                + version.name() + " version " + version.version() + ".");
        Artifact table = StepWorker.table(input.name(), version);
        table.facts().put(IN_PREDICTION_ORDER, true);
        return StepResult.of(table);
    }

    private Artifact standIn(StepContext context, InputSpec.Traffic input, long labelled) {
        String few = "Deployment " + input.deployment() + " has " + labelled + " labelled rows of the " + input.rows()
                + " asked for";
        RunInput frozen = context.run().input(input.name());
        if (frozen.dataset() == null || frozen.version() == null) {
            throw ProblemException.invalid(
                    "inputs." + input.name() + ".rows",
                    input.rows(),
                    few + "; send labels, ask for fewer rows, or name a dataset to take until then with 'or_dataset'.");
        }
        context.log(few + ": taking dataset " + frozen.dataset() + " version " + frozen.version() + " instead.");
        return StepWorker.table(input.name(), datasets.version(frozen.dataset(), frozen.version()));
    }
}
