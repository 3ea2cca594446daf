package dev.holdfast.release;

import org.jspecify.annotations.Nullable;

/**
 * What a release or a rollback did.
 *
 * @param from what served before; absent for the first release
 * @param to what serves now
 * @param entry the line in the history
 * @param warm whether the model was in memory already
 * @param loadMs milliseconds to verify, load and warm up the model; 0 where it was warm
 * @param flipMs milliseconds from there until every new prediction was served by {@code to}, the commit included
 */
public record ReleaseChange(
        @Nullable Release from, Release to, HistoryEntry entry, boolean warm, double loadMs, double flipMs) {}
