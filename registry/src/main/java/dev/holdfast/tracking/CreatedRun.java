package dev.holdfast.tracking;

import java.util.List;

/**
 * A run that was just made.
 *
 * @param tags those it was made with, the one that has its name among them
 */
public record CreatedRun(RunInfo info, List<KeyValue> tags) {
    public CreatedRun {
        tags = List.copyOf(tags);
    }
}
