package dev.holdfast.monitoring;

/** What live values are compared with. */
public enum ReferenceSource {
    /** The data that the model version was trained on. */
    TRAINING,
    /** The first rows of traffic of the model version, for want of anything else. */
    FIRST_ROWS,
    /** Nothing yet: the first rows of traffic are being collected. */
    NONE
}
