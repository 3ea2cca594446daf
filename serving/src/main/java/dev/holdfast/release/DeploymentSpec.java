package dev.holdfast.release;

import org.jspecify.annotations.Nullable;

/** What a person decides about a deployment. */
public record DeploymentSpec(@Nullable String description, MonitoringSettings monitoring, ServingSettings serving) {
    /** Requests are run as by default. */
    public DeploymentSpec(@Nullable String description, MonitoringSettings monitoring) {
        this(description, monitoring, ServingSettings.DEFAULTS);
    }

    /** No description, all else as it is by default. */
    public static DeploymentSpec defaults() {
        return new DeploymentSpec(null, MonitoringSettings.DEFAULTS);
    }
}
