package dev.holdfast.monitoring;

import org.jspecify.annotations.Nullable;

/**
 * One bar of a chart that shows a column in the reference and in a window side by side.
 *
 * @param label the category, the range as text, or one of {@code (below)}, {@code (above)}, {@code (other)}, {@code (missing)}
 * @param lower edge of a numeric range
 * @param upper edge of a numeric range
 * @param reference rows of the reference
 * @param live rows of the window
 */
public record HistogramBin(
        String label, @Nullable Double lower, @Nullable Double upper, long reference, long live) {}
