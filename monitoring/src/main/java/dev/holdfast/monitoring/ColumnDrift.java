package dev.holdfast.monitoring;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One feature, or one output of the model, in one window against the reference.
 *
 * @param kind absent while there is no reference
 * @param reference where the reference comes from
 * @param n rows of the window
 * @param referenceN rows of the reference
 * @param missingShare of the window's rows: null, NaN or the empty text
 * @param referenceMissingShare of the reference's rows
 * @param unseenShare of the window's rows: categories that the reference does not list, or numbers outside its range
 * @param method the method that decides
 * @param score what the deciding method measured
 * @param threshold what the deciding method's score must exceed
 * @param methods every method, the deciding one first
 * @param histogram at most 20 bins
 */
public record ColumnDrift(
        String name,
        @Nullable ColumnKind kind,
        ReferenceSource reference,
        long n,
        long referenceN,
        double missingShare,
        @Nullable Double referenceMissingShare,
        @Nullable Double unseenShare,
        boolean drifted,
        @Nullable String method,
        @Nullable Double score,
        @Nullable Double threshold,
        List<MethodScore> methods,
        List<HistogramBin> histogram) {
    public ColumnDrift {
        methods = List.copyOf(methods);
        histogram = List.copyOf(histogram);
    }

    /** The same figures of a feature that is watched and never said to have drifted. */
    ColumnDrift notJudged() {
        return new ColumnDrift(
                name,
                kind,
                reference,
                n,
                referenceN,
                missingShare,
                referenceMissingShare,
                unseenShare,
                false,
                method,
                score,
                threshold,
                methods,
                histogram);
    }
}
