package dev.holdfast.pipeline;

import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.release.DeploymentSpec;
import dev.holdfast.release.Deployments;
import dev.holdfast.release.HistoryEntry;
import dev.holdfast.release.ReleaseChange;
import dev.holdfast.release.ReleaseRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Releases a model version. A release commits by itself, so the step's key stands in its reason: an attempt that follows one
 * which died after releasing finds it there and does not release again, whatever was rolled back since.
 */
@Component("pipelineDeployExecutor")
class DeployExecutor implements StepExecutor {
    private final Deployments deployments;
    private final StepQueue queue;

    DeployExecutor(Deployments deployments, StepQueue queue) {
        this.deployments = deployments;
        this.queue = queue;
    }

    @Override
    public StepKind kind() {
        return StepKind.DEPLOY;
    }

    @Override
    public StepResult execute(StepContext context) {
        StepSpec.Deploy spec = context.spec(StepSpec.Deploy.class);
        Artifact version = context.input(spec.version());
        String model = String.valueOf(version.facts().get("model"));
        int number = ((Number) version.facts().getOrDefault("version", 0)).intValue();
        ensure(context, spec.deployment());
        String key = "Pipeline " + context.run().pipeline() + ", run "
                + context.run().id() + ", step " + spec.name();
        Optional<HistoryEntry> earlier = released(spec.deployment(), key, context);
        if (earlier.isPresent()) {
            context.log("An earlier attempt has released it already.");
            return StepResult.of(artifact(spec.deployment(), earlier.get().release(), Map.of()));
        }
        queue.check(context.claim());
        ReleaseChange change =
                deployments.release(spec.deployment(), new ReleaseRequest(model, number, key, true), context.actor());
        context.log("Deployment " + spec.deployment() + " serves " + model + " version " + number + " as release "
                + change.to().number() + ".");
        Map<String, Object> facts = new HashMap<>();
        if (change.from() != null) {
            facts.put("previous_release", change.from().number());
        }
        return StepResult.of(artifact(spec.deployment(), change.to().number(), facts));
    }

    private void ensure(StepContext context, String deployment) {
        try {
            deployments.deployment(deployment);
        } catch (ProblemException e) {
            if (e.type() != ProblemType.NOT_FOUND) {
                throw e;
            }
            deployments.put(deployment, DeploymentSpec.defaults(), context.actor());
        }
    }

    /** Looks through the history back to when the run began. */
    private Optional<HistoryEntry> released(String deployment, String key, StepContext context) {
        if (context.claim().attempt() == 1) {
            return Optional.empty();
        }
        PageRequest page = PageRequest.first();
        while (true) {
            var entries = deployments.history(deployment, page);
            for (HistoryEntry entry : entries.items()) {
                if (key.equals(entry.reason())) {
                    return Optional.of(entry);
                }
            }
            if (entries.nextPageToken() == null
                    || entries.items()
                            .getLast()
                            .at()
                            .isBefore(context.run().run().createdAt())) {
                return Optional.empty();
            }
            page = new PageRequest(PageRequest.DEFAULT_MAX_RESULTS, entries.nextPageToken());
        }
    }

    private static Artifact artifact(String deployment, int release, Map<String, Object> more) {
        Map<String, Object> facts = new HashMap<>(more);
        facts.put("deployment", deployment);
        facts.put("release", release);
        return new Artifact("release", OutputKind.RELEASE, null, null, facts);
    }
}
