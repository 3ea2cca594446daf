package dev.holdfast.monitoring;

/** Where the values of a column are counted. Two counts can be compared, and added, where they use the same bins. */
sealed interface Bins permits NumericGrid, CategoryIndex {
    /** Counters that a column needs: the regular bins first, then those for values that fit in none. */
    int slots();

    /** Where values are counted that are absent: null, NaN, the empty text. */
    int missingSlot();
}
