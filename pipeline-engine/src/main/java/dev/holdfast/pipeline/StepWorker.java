package dev.holdfast.pipeline;

import dev.holdfast.background.Cancellation;
import dev.holdfast.background.LeaseWorker;
import dev.holdfast.dataset.DatasetVersion;
import dev.holdfast.dataset.Datasets;
import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.storage.BlobStore;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Runs one attempt of a step, from its claim to its end in the database. */
@Component("pipelineStepWorker")
class StepWorker extends LeaseWorker<Claim> {
    private static final Logger log = LoggerFactory.getLogger(StepWorker.class);

    private final RunStore runs;
    private final StepQueue queue;
    private final OutputStore outputs;
    private final Datasets datasets;
    private final BlobStore blobs;
    private final JdbcClient database;
    private final Map<StepKind, StepExecutor> executors = new EnumMap<>(StepKind.class);
    /** What attempts that go on here have said, by fence. */
    private final Map<Long, StepLog> logs = new ConcurrentHashMap<>();

    StepWorker(
            RunStore runs,
            StepQueue queue,
            OutputStore outputs,
            Datasets datasets,
            BlobStore blobs,
            JdbcClient database,
            PipelineProperties properties,
            List<StepExecutor> executors) {
        super(properties.maxFailures());
        this.runs = runs;
        this.queue = queue;
        this.outputs = outputs;
        this.datasets = datasets;
        this.blobs = blobs;
        this.database = database;
        executors.forEach(executor -> this.executors.put(executor.kind(), executor));
    }

    /** Writes what all attempts of this server have said. */
    void tellAll() {
        logs.values().forEach(stepLog -> stepLog.write(database));
    }

    @Override
    protected void tell(Claim claim) {
        logOf(claim).write(database);
        logs.remove(claim.fence());
    }

    @Override
    protected void release(Claim claim) {
        queue.release(claim);
    }

    @Override
    protected Runnable retry(Claim claim, Duration delay) {
        logOf(claim).add("The database or the store did not answer; trying again in " + delay.toSeconds() + " s.");
        return () -> queue.retry(claim, ProblemType.UNAVAILABLE.slug(), delay);
    }

    private StepLog logOf(Claim claim) {
        return logs.computeIfAbsent(claim.fence(), fence -> new StepLog(claim));
    }

    @Override
    protected void work(Claim claim, Cancellation cancellation) throws IOException, SQLException {
        StepLog stepLog = logOf(claim);
        ActiveRun run = runs.active(claim.runId());
        Map<String, Artifact> inputs = inputs(run, claim.step());
        Optional<Digest> key = cacheKey(run, claim.step(), inputs);
        if (key.isPresent()
                && run.run().cache()
                && run.step(claim.step()).common().cache()) {
            Optional<UUID> earlier = queue.succeedFromCache(claim, key.get());
            if (earlier.isPresent()) {
                stepLog.add("Nothing changed since run " + earlier.get() + ": its outputs are taken from the cache.");
                return;
            }
        }
        try (StepContext context = new StepContext(claim, run, inputs, cancellation, stepLog, blobs)) {
            StepExecutor executor = executor(kind(run, claim.step()));
            StepResult result = executor.execute(context);
            cancellation.check();
            untilDatabaseAnswers(claim, cancellation, () -> queue.succeed(claim, key.orElse(null), result.made()));
            stepLog.add("Done.");
        }
    }

    private StepExecutor executor(StepKind kind) {
        StepExecutor executor = executors.get(kind);
        if (executor == null) {
            throw new IllegalStateException("Nothing executes " + kind);
        }
        return executor;
    }

    private static StepKind kind(ActiveRun run, String step) {
        return isInput(run, step) ? StepKind.INPUT : run.step(step).kind();
    }

    private static boolean isInput(ActiveRun run, String step) {
        return run.definition().inputs().stream()
                .anyMatch(input -> InputSpec.stepName(input.name()).equals(step));
    }

    private static Optional<Digest> cacheKey(ActiveRun run, String step, Map<String, Artifact> inputs) {
        if (!kind(run, step).cacheable()) {
            return Optional.empty();
        }
        return Optional.of(CacheKeys.of(run.step(step), inputs, EngineLibraries.versions()));
    }

    private Map<String, Artifact> inputs(ActiveRun run, String step) {
        Map<String, Artifact> inputs = new HashMap<>();
        if (isInput(run, step)) {
            return inputs;
        }
        for (Reference reference : run.step(step).references()) {
            inputs.put(reference.text(), reference.isInput() ? input(run, reference) : output(run, reference));
        }
        return inputs;
    }

    private Artifact input(ActiveRun run, Reference reference) {
        RunInput input = run.input(reference.source());
        if (input.traffic() != null) {
            return output(run, new Reference(InputSpec.stepName(reference.source()), reference.source(), false));
        }
        if (input.dataset() == null || input.version() == null) {
            throw new IllegalStateException("Input " + input.name() + " is neither a dataset nor traffic");
        }
        return table(input.name(), datasets.version(input.dataset(), input.version()));
    }

    private Artifact output(ActiveRun run, Reference reference) {
        return outputs.find(run.id(), reference.source(), reference.output())
                .orElseThrow(() -> new IllegalStateException("Run " + run.id() + " has no output " + reference.text()));
    }

    /** A dataset version as steps see it. */
    static Artifact table(String name, DatasetVersion version) {
        return new Artifact(
                name,
                OutputKind.TABLE,
                version.digest(),
                version.sizeBytes(),
                Map.of(
                        "format",
                        version.format().name().toLowerCase(java.util.Locale.ROOT),
                        "rows",
                        version.rows(),
                        "dataset",
                        version.name(),
                        "version",
                        version.version()));
    }

    @Override
    protected Runnable failure(Claim claim, Throwable failure) {
        RunError error = StepFailures.error(claim.step(), failure);
        if (error.type().equals(ProblemType.INTERNAL.slug())) {
            log.error("{} failed", claim, failure);
        } else {
            log.info("{} failed: {}", claim, error.message());
        }
        logOf(claim).add("Failed: " + error.message());
        List<Artifact> made = failure instanceof StepFailedException failed ? failed.made() : List.of();
        return () -> queue.fail(claim, error, made);
    }
}
