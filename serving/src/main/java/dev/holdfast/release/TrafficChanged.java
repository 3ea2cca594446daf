package dev.holdfast.release;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A deployment's requests are answered by another policy; absent: by the release that serves alone. */
public record TrafficChanged(String deployment, @Nullable TrafficPolicy traffic, Instant at) {}
