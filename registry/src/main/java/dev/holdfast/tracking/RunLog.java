package dev.holdfast.tracking;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Logs to runs in use, by the rules for what may be logged. */
@Component
class RunLog {
    static final String MODEL_HISTORY = "mlflow.log-model.history";

    private final LogStore logs;
    private final InputStore inputs;
    private final RunStore runs;
    private final ObjectProvider<MeasuredModels> models;
    private final TransactionTemplate transaction;

    RunLog(
            LogStore logs,
            InputStore inputs,
            RunStore runs,
            ObjectProvider<MeasuredModels> models,
            TransactionTemplate transaction) {
        this.logs = logs;
        this.inputs = inputs;
        this.runs = runs;
        this.models = models;
        this.transaction = transaction;
    }

    /** {@code paths} are the names of the batch's fields in messages. */
    void log(String runId, RunBatch batch, FieldPaths paths) {
        Checks.of(batch, paths).orThrow();
        RunBatch cut = new RunBatch(
                batch.metrics(),
                batch.params().stream()
                        .map(param -> new KeyValue(param.key(), Checks.cut(param.value(), Checks.MAX_PARAM)))
                        .toList(),
                batch.tags().stream()
                        .map(tag -> new KeyValue(tag.key(), Checks.cut(tag.value(), Checks.MAX_TAG)))
                        .toList());
        UUID run = Checks.run(runId);
        boolean ofModels = cut.metrics().stream().anyMatch(point -> point.model() != null);
        switch (ofModels ? writeWithModels(run, cut) : logs.write(run, cut)) {
            case WRITTEN -> {}
            case NO_ACTIVE_RUN -> throw notWritable(runId);
            case PARAM_CHANGED -> throw changed(runId, run, cut.params(), paths);
        }
    }

    /** Points of a logged model are kept with the model too, or not at all. */
    private LogStore.Outcome writeWithModels(UUID run, RunBatch batch) {
        return Objects.requireNonNull(transaction.execute(status -> {
            LogStore.Outcome outcome = logs.write(run, batch);
            if (outcome == LogStore.Outcome.WRITTEN) {
                models.forEach(each -> each.measured(runs.key(run), batch.metrics()));
            } else {
                status.setRollbackOnly();
            }
            return outcome;
        }));
    }

    void input(String runId, DatasetInput input) {
        DatasetChecks.check(input);
        expectWritten(runId, inputs.writeInput(Checks.run(runId), input));
    }

    void inputs(String runId, List<DatasetUse> datasets, List<String> modelIds) {
        datasets.forEach(DatasetChecks::check);
        modelIds.forEach(DatasetChecks::checkModel);
        expectWritten(runId, inputs.writeInputs(Checks.run(runId), datasets, modelIds));
    }

    void outputs(String runId, List<ModelOutput> outputs) {
        outputs.forEach(output -> DatasetChecks.checkModel(output.modelId()));
        expectWritten(runId, inputs.writeOutputs(Checks.run(runId), outputs));
    }

    /** Needs a transaction. */
    void addModelHistory(String runId, String entry) {
        UUID run = Checks.run(runId);
        if (!runs.touch(run)) {
            throw notWritable(runId);
        }
        String before = runs.tag(run, MODEL_HISTORY).map(String::strip).orElse("");
        String value = before.endsWith("]") && before.length() > 2
                ? before.substring(0, before.length() - 1) + ", " + entry + "]"
                : "[" + entry + "]";
        logs.write(run, new RunBatch(List.of(), List.of(), List.of(new KeyValue(MODEL_HISTORY, value))));
    }

    /** Why the run can't be written to. */
    ProblemException notWritable(String runId) {
        Optional<RunInfo> info = Checks.runUuid(runId).flatMap(runs::info);
        return info.isEmpty()
                ? Checks.noSuchRun(runId)
                : ProblemException.conflict(
                        "The run " + runId + " must be in the 'active' state. Current state is deleted.");
    }

    private void expectWritten(String runId, LogStore.Outcome outcome) {
        if (outcome != LogStore.Outcome.WRITTEN) {
            throw notWritable(runId);
        }
    }

    private ProblemException changed(String runId, UUID run, List<KeyValue> params, FieldPaths paths) {
        // A transaction that failed can't be asked any more.
        List<KeyValue> others = TransactionSynchronizationManager.isActualTransactionActive()
                ? List.of()
                : runs.otherParams(run, params);
        StringBuilder list = new StringBuilder();
        for (KeyValue other : others) {
            String sent = params.stream()
                    .filter(param -> param.key().equals(other.key()))
                    .findFirst()
                    .orElseThrow()
                    .value();
            if (paths == FieldPaths.SINGLE) {
                return ProblemException.conflict("Changing param values is not allowed. Param with key='" + other.key()
                        + "' was already logged with value='" + other.value() + "' for run ID='" + runId
                        + "'. Attempted logging new value '" + sent + "'.");
            }
            list.append(list.isEmpty() ? "" : ", ")
                    .append("{'key': " + PythonText.quoted(other.key()) + ", 'old_value': "
                            + PythonText.quoted(other.value()) + ", 'new_value': " + PythonText.quoted(sent) + "}");
        }
        return new ProblemException(
                ProblemType.CONFLICT,
                "Changing param values is not allowed. Params were already logged='[" + list + "]' for run ID='" + runId
                        + "'.");
    }
}
