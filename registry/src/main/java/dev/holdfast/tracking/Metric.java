package dev.holdfast.tracking;

import java.time.Instant;

/**
 * One point of a metric's history.
 *
 * @param key up to 250 letters, digits, {@code _ / . : -} and spaces
 * @param value may be NaN; infinities become the largest finite number of their sign
 * @param timestamp when it was measured, to the millisecond
 * @param step counted by the caller: epoch, batch or simply 0
 */
public record Metric(String key, double value, Instant timestamp, long step) {}
