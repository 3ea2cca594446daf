package dev.holdfast.release;

import org.jspecify.annotations.Nullable;

/** What the database says about a deployment, as of a revision. */
record Snapshot(
        String deployment,
        long revision,
        MonitoringSettings monitoring,
        @Nullable Release current) {}
