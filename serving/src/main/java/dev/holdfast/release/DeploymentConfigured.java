package dev.holdfast.release;

/** A deployment was made, or its settings were replaced. */
public record DeploymentConfigured(String deployment, MonitoringSettings monitoring) {}
