package dev.holdfast.pipeline;

import dev.holdfast.monitoring.DriftDetected;
import dev.holdfast.monitoring.DriftedFeature;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;

/** Starts the pipelines that wait for a deployment's drift. */
@Component("pipelineDriftTriggers")
class DriftTriggers {
    private static final Logger log = LoggerFactory.getLogger(DriftTriggers.class);
    private final TriggerStore triggers;
    private final RunStarts starts;

    DriftTriggers(TriggerStore triggers, RunStarts starts) {
        this.triggers = triggers;
        this.starts = starts;
    }

    @ApplicationModuleListener
    void on(DriftDetected drift) {
        for (TriggerStore.DriftTrigger trigger : triggers.lockDriftTriggers(drift.deployment())) {
            start(trigger, drift);
        }
    }

    private void start(TriggerStore.DriftTrigger trigger, DriftDetected drift) {
        RunCause cause = RunCause.drift(drift.id(), drift.deployment(), drift.rowsSeen());
        Long last = trigger.lastRowsSeen();
        // At least one row: an event that is delivered again after a crash, or another kind of drift in the same
        // window,
        // starts nothing.
        if (last != null && drift.rowsSeen() - last < Math.max(1, trigger.cooldownRows())) {
            starts.skip(
                    trigger.pipeline(),
                    cause,
                    "Only " + (drift.rowsSeen() - last) + " predictions since the last start; the trigger waits for "
                            + trigger.cooldownRows() + ".");
            return;
        }
        starts.startTriggered(trigger.pipeline(), cause, reason(drift)).ifPresent(run -> {
            triggers.fired(trigger, drift.rowsSeen());
            log.info(
                    "Drift of deployment {} started run {} of pipeline {}",
                    drift.deployment(),
                    run,
                    trigger.pipeline());
        });
    }

    private static String reason(DriftDetected drift) {
        String features = drift.features().stream().map(DriftedFeature::name).collect(Collectors.joining(", "));
        return "Drift of deployment " + drift.deployment() + " after " + drift.rowsSeen() + " predictions"
                + (features.isEmpty() ? "." : ": " + features + ".");
    }
}
