package dev.holdfast.dataset;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of one column. Booleans count as 0 and 1, dates and times as seconds since 1970 in UTC.
 *
 * @param count values that are not null; NaN and the infinities are among them
 * @param nans floating-point values that are not a number; no other statistic but the count regards them
 * @param distinct different values that are neither null nor NaN; 0 for columns of type OTHER
 * @param distinctApproximate true where {@code distinct} is an estimate (HyperLogLog, a few per cent off)
 * @param min of the finite values; absent where there are none and for texts
 * @param max of the finite values
 * @param mean of the finite values
 * @param std the sample's standard deviation (n - 1) of the finite values; absent below two of them
 * @param quantiles of the finite values by name: p01 p05 p25 p50 p75 p95 p99; empty where there are none
 * @param topValues the most frequent values first, ten at most; equal counts in the order of the values
 */
public record ColumnProfile(
        String name,
        ColumnType type,
        long count,
        long nulls,
        long nans,
        long distinct,
        boolean distinctApproximate,
        @Nullable Double min,
        @Nullable Double max,
        @Nullable Double mean,
        @Nullable Double std,
        Map<String, Double> quantiles,
        List<ValueCount> topValues,
        ReferenceBins bins) {}
