package dev.holdfast.tracking;

/** Takes points one by one, without an object for each. */
@FunctionalInterface
public interface PointSink {
    /** {@code timestampMs} counts milliseconds since 1970. */
    void accept(long timestampMs, long step, double value);
}
