package dev.holdfast.pipeline;

import dev.holdfast.audit.AuditLog;
import dev.holdfast.background.AfterCommit;
import dev.holdfast.dataset.DatasetVersion;
import dev.holdfast.dataset.Datasets;
import dev.holdfast.idempotency.RequestKey;
import dev.holdfast.idempotency.RequestKeys;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes runs: resolves and freezes their inputs, and lists their steps. */
@Component("pipelineRunStarts")
class RunStarts {
    private final DefinitionStore definitions;
    private final RunStore runs;
    private final RequestKeys keys;
    private final Datasets datasets;
    private final AuditLog audit;
    private final ApplicationEventPublisher events;
    private final Signals signals;
    private final TransactionTemplate transaction;

    RunStarts(
            DefinitionStore definitions,
            RunStore runs,
            RequestKeys keys,
            Datasets datasets,
            AuditLog audit,
            ApplicationEventPublisher events,
            Signals signals,
            TransactionTemplate transaction) {
        this.definitions = definitions;
        this.runs = runs;
        this.keys = keys;
        this.datasets = datasets;
        this.audit = audit;
        this.events = events;
        this.signals = signals;
        this.transaction = transaction;
    }

    /** Makes a run that a person or client asked for, or finds the one that the same request made before. */
    UUID start(String pipeline, RunRequest request, @Nullable RequestKey key, Actor actor) {
        return once(key, () -> start(pipeline, request, RunCause.MANUAL, actor));
    }

    /**
     * Makes what is left of a run that has ended, from a step on: of the same version, with the same inputs and parameters. Steps that
     * succeeded and do not come after that step keep what they made.
     */
    UUID rerun(PipelineRun earlier, String step, @Nullable String reason, @Nullable RequestKey key, Actor actor) {
        Set<String> again = Reruns.stepsFrom(earlier, step);
        return once(key, () -> {
            PipelineVersion version = definitions.version(earlier.pipeline(), earlier.version());
            PipelineDefinition definition = DefinitionParser.parse(version.definition());
            // Nothing that runs again may come from the cache: who asks for it has a doubt about it.
            RunRequest request = new RunRequest(reason, earlier.parameters(), earlier.gitCommit(), false);
            RunCause cause = RunCause.rerun(earlier.id(), step);
            UUID id = create(version, request, cause, earlier.inputs(), definition, actor);
            runs.adopt(
                    id,
                    earlier.id(),
                    earlier.steps().stream()
                            .map(StepRun::name)
                            .filter(name -> !again.contains(name))
                            .toList());
            return id;
        });
    }

    private UUID once(@Nullable RequestKey key, Supplier<UUID> start) {
        return keys.once(
                key,
                UUID::fromString,
                () -> Objects.requireNonNull(transaction.execute(status -> {
                    UUID id = start.get();
                    keys.remember(key, id.toString());
                    return id;
                })));
    }

    private UUID start(String pipeline, RunRequest request, RunCause cause, Actor actor) {
        Pipeline current = definitions.pipeline(pipeline);
        PipelineVersion version = definitions.version(pipeline, current.version());
        PipelineDefinition definition = DefinitionParser.parse(version.definition());
        ActiveRun.checkParameters(definition, request.parameters());
        List<RunInput> inputs = definition.inputs().stream().map(this::freeze).toList();
        return create(version, request, cause, inputs, definition, actor);
    }

    private UUID create(
            PipelineVersion version,
            RunRequest request,
            RunCause cause,
            List<RunInput> inputs,
            PipelineDefinition definition,
            Actor actor) {
        UUID id = Ids.next();
        String pipeline = version.pipeline();
        runs.create(id, version, request, cause, inputs, steps(definition), actor.name());
        audit.record(
                actor,
                "pipeline.run.started",
                "pipeline/" + pipeline + "/runs/" + id,
                request.reason(),
                Map.of(
                        "version",
                        version.version(),
                        "cause",
                        cause.kind().name().toLowerCase(java.util.Locale.ROOT)));
        events.publishEvent(new PipelineRunStarted(pipeline, version.version(), id, cause));
        AfterCommit.run(signals::work);
        return id;
    }

    /** Makes a run for a trigger, unless a run of the pipeline goes on: then nothing but a line in the audit log. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<UUID> startTriggered(String pipeline, RunCause cause, String reason) {
        definitions.lock(pipeline);
        if (runs.hasUnfinished(pipeline)) {
            skip(pipeline, cause, "A run of this pipeline goes on; one at a time is started by triggers.");
            return Optional.empty();
        }
        return Optional.of(
                start(pipeline, new RunRequest(reason, Map.of(), null, true), cause, RunEnds.actor(pipeline)));
    }

    void skip(String pipeline, RunCause cause, String why) {
        audit.record(
                RunEnds.actor(pipeline),
                "pipeline.trigger.skipped",
                "pipeline/" + pipeline,
                why,
                Map.of(
                        "cause",
                        cause.kind().name().toLowerCase(java.util.Locale.ROOT),
                        "event",
                        String.valueOf(cause.event())));
    }

    private static List<RunStore.NewStep> steps(PipelineDefinition definition) {
        List<RunStore.NewStep> steps = new ArrayList<>();
        for (InputSpec input : definition.inputs()) {
            if (input instanceof InputSpec.Traffic) {
                steps.add(new RunStore.NewStep(InputSpec.stepName(input.name()), StepKind.INPUT, List.of()));
            }
        }
        for (StepSpec step : definition.steps()) {
            steps.add(new RunStore.NewStep(step.name(), step.kind(), definition.dependencies(step)));
        }
        return steps;
    }

    private RunInput freeze(InputSpec input) {
        return switch (input) {
            case InputSpec.Dataset dataset ->
                frozen(
                        dataset.name(),
                        dataset.version() == null
                                ? datasets.latest(dataset.dataset())
                                : datasets.version(dataset.dataset(), dataset.version()),
                        null);
            case InputSpec.Traffic traffic ->
                traffic.orDataset() == null
                        ? new RunInput(traffic.name(), null, null, null, traffic.deployment())
                        : frozen(traffic.name(), datasets.latest(traffic.orDataset()), traffic.deployment());
        };
    }

    private static RunInput frozen(String name, DatasetVersion version, @Nullable String traffic) {
        return new RunInput(name, version.name(), version.version(), version.digest(), traffic);
    }
}
