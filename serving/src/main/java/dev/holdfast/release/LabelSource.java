package dev.holdfast.release;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Knows the truth about predicted rows, where somebody has told it. */
public interface LabelSource {
    /** Labelled rows and those of them that were predicted rightly. */
    record Hits(long labelledRows, long rightRows) {}

    /**
     * By release: rows that were predicted since a time and whose truth is known.
     *
     * @param tolerance of numbers: the difference from the truth up to which they are right; absent: they must be equal
     */
    Map<Integer, Hits> hits(String deployment, Instant since, @Nullable Double tolerance);
}
