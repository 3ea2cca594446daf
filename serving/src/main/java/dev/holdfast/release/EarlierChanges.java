package dev.holdfast.release;

import org.springframework.stereotype.Component;

/** What requests led to that were made before, by the line of the history that each wrote. */
@Component
class EarlierChanges {
    private final DeploymentRecords records;
    private final History history;

    EarlierChanges(DeploymentRecords records, History history) {
        this.records = records;
        this.history = history;
    }

    ReleaseChange change(String deployment, String sequence) {
        HistoryEntry entry = history.line(deployment, Long.parseLong(sequence));
        Integer previous = entry.previousRelease();
        return new ReleaseChange(
                previous == null ? null : records.release(deployment, previous),
                records.release(deployment, entry.release()),
                entry,
                true,
                0,
                0);
    }
}
