package dev.holdfast.release;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change of what a deployment serves or how its traffic is shared. History is only ever added to.
 *
 * @param sequence grows with time; not without gaps
 * @param release the release that served from then on
 * @param previousRelease the one that served until then; absent for the first
 * @param actor who did it
 * @param traffic who answered beside the release from then on; absent: nobody
 */
public record HistoryEntry(
        long sequence,
        ReleaseAction action,
        int release,
        @Nullable Integer previousRelease,
        String model,
        int modelVersion,
        String actor,
        @Nullable String reason,
        @Nullable TrafficPolicy traffic,
        Instant at) {}
