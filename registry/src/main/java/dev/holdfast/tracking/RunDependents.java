package dev.holdfast.tracking;

/** What hangs on experiments and runs and is kept by someone else, for example logged models. Called in the transaction that changes them. */
interface RunDependents {
    /** A run went to another experiment, and whatever belongs to it goes along. */
    void moved(MeasuredModels.RunKey run, long experiment);

    /** An experiment and all its runs are deleted for good. */
    void purged(long experiment);

    /**
     * Deletes for good what was deleted by itself, no later than a time.
     *
     * @param beforeMs milliseconds since 1970
     * @return how much that was
     */
    int purgeDeleted(long beforeMs);
}
