package dev.holdfast.release;

import org.jspecify.annotations.Nullable;

/** A change of what serves, as it was committed. */
record Recorded(Snapshot after, @Nullable Release from, Release to, HistoryEntry entry) {
    ReleaseChange change(boolean warm, double loadMs, double flipMs) {
        return new ReleaseChange(from, to, entry, warm, loadMs, flipMs);
    }
}
