package dev.holdfast.release.web;

import dev.holdfast.runtime.HeldModel;
import dev.holdfast.runtime.MemoryUse;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where the model of what serves is, on the replica that answers.
 *
 * @param state {@code loaded}, {@code loading}, or {@code unloaded}: the next request brings it back
 * @param bytes of memory that it takes; absent where it is not loaded
 * @param source how that is known, {@code measured} or {@code estimated}
 * @param lastUsedAt when it was asked last since the server started; absent where it was not
 */
record MemoryResponse(
        HeldModel.State state,
        @Nullable Long bytes,
        MemoryUse.@Nullable Source source,
        @Nullable Instant lastUsedAt) {
    static MemoryResponse of(HeldModel.Standing standing, Clock clock) {
        MemoryUse memory = standing.memory();
        return new MemoryResponse(
                standing.state(),
                memory == null ? null : memory.bytes(),
                memory == null ? null : memory.source(),
                standing.wasUsed()
                        ? clock.instant().minusNanos(standing.idleNanos()).truncatedTo(ChronoUnit.MILLIS)
                        : null);
    }
}
