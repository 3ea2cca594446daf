package dev.holdfast.runtime;

/**
 * What may wait for one model.
 *
 * @param rows of all waiting requests together
 * @param bytes of their tensors
 */
record QueueLimit(long rows, long bytes) {
    static final QueueLimit USUAL = new QueueLimit(10_000, 256L << 20);
}
