package dev.holdfast.release;

import org.jspecify.annotations.Nullable;

/** What a person decides about a deployment. */
public record DeploymentSpec(@Nullable String description, MonitoringSettings monitoring) {
    /** No description, monitoring as it is by default. */
    public static DeploymentSpec defaults() {
        return new DeploymentSpec(null, MonitoringSettings.DEFAULTS);
    }
}
