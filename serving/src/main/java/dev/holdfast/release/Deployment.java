package dev.holdfast.release;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A named endpoint for predictions.
 *
 * @param current what serves; absent before the first release
 * @param traffic who answers beside it; absent: nobody
 * @param pin keeps it from automatic releases; absent: nothing does
 * @param revision counts the changes to the deployment, releases and rollbacks included
 */
public record Deployment(
        String name,
        @Nullable String description,
        MonitoringSettings monitoring,
        ServingSettings serving,
        @Nullable Release current,
        @Nullable TrafficPolicy traffic,
        @Nullable Pin pin,
        long revision,
        Instant createdAt,
        String createdBy,
        Instant updatedAt) {}
