package dev.holdfast.batch;

import java.util.Locale;

/** What becomes of a row that can't be predicted: a missing value where the model has nothing for missing, a value that the model fails on. */
public enum OnRowError {
    /** The job fails and names the row and the column. */
    FAIL,
    /** The row is left out of the output and counted. */
    SKIP,
    /** The row is in the output without a prediction, and counted. */
    NULL;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
