package dev.holdfast.dataset;

/** What the values of a column are, whatever the file format calls it. */
public enum ColumnType {
    BOOLEAN,
    /** Whole numbers of any width. */
    INTEGER,
    /** Floating-point and decimal numbers. */
    FLOAT,
    STRING,
    /** A point in time; without a zone it is read as UTC. */
    TIMESTAMP,
    DATE,
    /** Lists, structures, bytes and the like: kept and counted, not profiled further. */
    OTHER;

    /** Whether the profile treats the values as numbers: booleans as 0 and 1, dates and times as seconds since 1970 in UTC. */
    public boolean isNumeric() {
        return switch (this) {
            case BOOLEAN, INTEGER, FLOAT, TIMESTAMP, DATE -> true;
            case STRING, OTHER -> false;
        };
    }
}
