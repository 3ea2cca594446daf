package dev.holdfast.tracking;

/** How far a run is. */
public enum RunStatus {
    RUNNING,
    SCHEDULED,
    FINISHED,
    FAILED,
    KILLED;

    /** Whether the run is over. */
    public boolean isEnd() {
        return this == FINISHED || this == FAILED || this == KILLED;
    }
}
