package dev.holdfast.monitoring;

/**
 * When a difference counts as drift.
 *
 * @param falseAlarms probability, for one window and one method over all its columns together, of a score above its chance threshold
 *     although nothing has changed
 * @param leastPsi PSI below this is no drift however many rows prove it
 * @param leastJensenShannon likewise
 * @param leastWasserstein likewise, in standard deviations of the reference
 * @param leastRows windows of fewer rows are shown and not judged
 * @param driftedWindows of the last {@code ofWindows} judged windows that must have drifted for an event
 */
record DriftRules(
        double falseAlarms,
        double leastPsi,
        double leastJensenShannon,
        double leastWasserstein,
        int leastRows,
        int driftedWindows,
        int ofWindows) {
    static final DriftRules DEFAULT = new DriftRules(0.01, 0.1, 0.1, 0.1, 30, 2, 3);

    /** The level of one column, so that {@link #falseAlarms} holds for all of them. */
    double level(int columns) {
        return falseAlarms / Math.max(1, columns);
    }
}
