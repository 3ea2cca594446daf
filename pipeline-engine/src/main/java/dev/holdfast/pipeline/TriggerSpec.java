package dev.holdfast.pipeline;

import java.time.ZoneId;

/** What starts a run without a person. */
sealed interface TriggerSpec {
    /**
     * Starts a run when a deployment's traffic drifts.
     *
     * @param cooldownRows predictions of the deployment that must pass between two starts; 0 for no limit
     */
    record Drift(String deployment, long cooldownRows) implements TriggerSpec {}

    /**
     * Starts a run at set times.
     *
     * @param cron six fields, seconds first, as Spring reads them
     */
    record Schedule(String cron, ZoneId zone) implements TriggerSpec {}
}
