package dev.holdfast.pipeline;

import dev.holdfast.audit.AuditLog;
import dev.holdfast.idempotency.RequestKey;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Names;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.kernel.Role;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Pipelines: their definitions, and the runs of them. */
@Service
public class Pipelines {
    private final DefinitionStore definitions;
    private final TriggerStore triggers;
    private final RunStore runs;
    private final RunStarts starts;
    private final RunEnds ends;
    private final Signals signals;
    private final AuditLog audit;

    Pipelines(
            DefinitionStore definitions,
            TriggerStore triggers,
            RunStore runs,
            RunStarts starts,
            RunEnds ends,
            Signals signals,
            AuditLog audit) {
        this.definitions = definitions;
        this.triggers = triggers;
        this.runs = runs;
        this.starts = starts;
        this.ends = ends;
        this.signals = signals;
        this.audit = audit;
    }

    /**
     * Makes {@code definition} what the pipeline is from now on. A text that the pipeline had before leads to the version it had then.
     * Who writes a definition that releases or moves aliases must be an approver: its runs do so in their name, whoever starts them.
     *
     * @throws ProblemException 422 with line and column of everything that is wrong with the definition
     */
    @Transactional
    public PipelineChange put(String name, String definition, Actor actor) {
        Names.check("name", name);
        PipelineDefinition parsed = DefinitionParser.parse(definition);
        if (parsed.decidesWhatServes() && !actor.role().includes(Role.APPROVER)) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    "This definition has a deploy step or sets aliases, which needs the role approver; \""
                            + actor.name() + "\" is " + actor.role().wireName() + ".");
        }
        PipelineChange change = definitions.put(name, parsed.description(), definition, actor.name());
        triggers.replace(name, parsed.triggers());
        audit.record(
                actor,
                change.created() ? "pipeline.version.created" : "pipeline.version.selected",
                "pipeline/" + name + "/versions/" + change.version().version(),
                null,
                Map.of("digest", change.version().digest().toString()));
        return change;
    }

    /** Pipelines by name. */
    @Transactional(readOnly = true)
    public Page<Pipeline> pipelines(PageRequest page) {
        return definitions.pipelines(page);
    }

    @Transactional(readOnly = true)
    public Pipeline pipeline(String name) {
        return definitions.pipeline(name);
    }

    /** The versions of a pipeline, the newest first. */
    @Transactional(readOnly = true)
    public Page<PipelineVersion> versions(String name, PageRequest page) {
        return definitions.versions(name, page);
    }

    @Transactional(readOnly = true)
    public PipelineVersion version(String name, int version) {
        return definitions.version(name, version);
    }

    /**
     * Makes a run of the pipeline's current version, with its inputs as they are now. Does not wait for it.
     *
     * @param key a run that the same request with it led to in the last 24 hours is returned as it is
     */
    public PipelineRun start(String pipeline, RunRequest request, @Nullable RequestKey key, Actor actor) {
        return runs.run(pipeline, starts.start(pipeline, request, key, actor));
    }

    /**
     * Makes a run of what an earlier one made from a step on: the same version, inputs and parameters. Steps that succeeded and do not
     * come after that step keep what they made; all others run anew. Does not wait for it.
     *
     * @param key a run that the same request with it led to in the last 24 hours is returned as it is
     */
    public PipelineRun rerun(
            String pipeline, UUID id, String step, @Nullable String reason, @Nullable RequestKey key, Actor actor) {
        return runs.run(pipeline, starts.rerun(runs.run(pipeline, id), step, reason, key, actor));
    }

    /** The runs of a pipeline, the newest first. */
    @Transactional(readOnly = true)
    public Page<PipelineRun> runs(String pipeline, PageRequest page) {
        definitions.pipeline(pipeline);
        return runs.runs(pipeline, page);
    }

    @Transactional(readOnly = true)
    public PipelineRun run(String pipeline, UUID id) {
        return runs.run(pipeline, id);
    }

    /** The run when it has ended, or as it is after {@code atMost}. Holds neither a transaction nor, called by a virtual thread, a platform thread. */
    public PipelineRun await(String pipeline, UUID id, Duration atMost) {
        runs.run(pipeline, id);
        signals.awaitEnd(id, atMost, () -> runs.state(id).isEnd());
        return runs.run(pipeline, id);
    }

    /** Ends a run that goes on: its steps stop at their next look, and nothing of them becomes visible. */
    @Transactional
    public PipelineRun cancel(String pipeline, UUID id, @Nullable String reason, Actor actor) {
        runs.run(pipeline, id);
        ends.cancel(id, reason, actor);
        return runs.run(pipeline, id);
    }

    /**
     * What a step has said, oldest first.
     *
     * @param after the last line that is known already; absent for the beginning
     */
    @Transactional(readOnly = true)
    public List<LogLine> log(String pipeline, UUID id, String step, @Nullable LogLine after, int limit) {
        PipelineRun run = runs.run(pipeline, id);
        if (run.steps().stream().noneMatch(each -> each.name().equals(step))) {
            throw ProblemException.notFound("step \"" + step + "\" in run \"" + id + "\"");
        }
        return runs.log(id, step, after, limit);
    }
}
