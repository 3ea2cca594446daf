package dev.holdfast.tracking;

import java.util.Comparator;

/** The orders that metric points stand in. */
final class PointOrder {
    /** Of a history. */
    static final Comparator<MetricPoint> BY_TIME = Comparator.comparingLong(MetricPoint::timestampMs)
            .thenComparingLong(MetricPoint::step)
            .thenComparingDouble(MetricPoint::value);

    /** Of charts; the last one is a metric's latest. */
    static final Comparator<MetricPoint> BY_STEP = Comparator.comparingLong(MetricPoint::step)
            .thenComparingLong(MetricPoint::timestampMs)
            .thenComparingDouble(MetricPoint::value);

    private PointOrder() {}
}
