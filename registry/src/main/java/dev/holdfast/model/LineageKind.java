package dev.holdfast.model;

/** What stands in a lineage. */
public enum LineageKind {
    DATASET_VERSION,
    PIPELINE_RUN,
    RUN,
    MODEL_VERSION,
    RELEASE,
    BATCH_JOB
}
