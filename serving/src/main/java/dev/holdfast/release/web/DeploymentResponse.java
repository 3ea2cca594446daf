package dev.holdfast.release.web;

import dev.holdfast.release.Caching;
import dev.holdfast.release.Deployment;
import dev.holdfast.release.MonitoringSettings;
import dev.holdfast.release.Pin;
import dev.holdfast.release.Release;
import dev.holdfast.release.TrafficPolicy;
import dev.holdfast.runtime.Batching;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A deployment as callers see it.
 *
 * @param state {@code no_release}, {@code serving} or {@code failed}: its model can't be loaded on this replica
 * @param failure why, or why its traffic policy does not count here; absent where all is well
 * @param memory where its model is on this replica; absent where none serves
 * @param keepWarm whether it stays in memory although others need the room
 * @param pin keeps it from automatic releases; absent: nothing does
 * @param traffic who answers beside what serves; absent: nobody
 */
record DeploymentResponse(
        String name,
        @Nullable String description,
        State state,
        @Nullable String failure,
        @Nullable Release current,
        @Nullable TrafficPolicy traffic,
        @Nullable Pin pin,
        MonitoringSettings monitoring,
        Batching batching,
        Caching cache,
        boolean keepWarm,
        @Nullable MemoryResponse memory,
        long revision,
        Instant createdAt,
        String createdBy,
        Instant updatedAt) {
    enum State {
        NO_RELEASE,
        SERVING,
        FAILED
    }

    static DeploymentResponse of(Deployment deployment, @Nullable String failure, @Nullable MemoryResponse memory) {
        State state = failure != null ? State.FAILED : deployment.current() == null ? State.NO_RELEASE : State.SERVING;
        return new DeploymentResponse(
                deployment.name(),
                deployment.description(),
                state,
                failure,
                deployment.current(),
                deployment.traffic(),
                deployment.pin(),
                deployment.monitoring(),
                deployment.serving().batching(),
                deployment.serving().cache(),
                deployment.serving().keepWarm(),
                memory,
                deployment.revision(),
                deployment.createdAt(),
                deployment.createdBy(),
                deployment.updatedAt());
    }
}
