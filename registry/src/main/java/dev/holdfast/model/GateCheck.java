package dev.holdfast.model;

import org.jspecify.annotations.Nullable;

/**
 * One rule that a model version was held against.
 *
 * @param rule {@code min}, {@code max} or {@code max_regression}
 * @param value the candidate's figure
 * @param incumbent the figure of the version that served then, on the same held-out rows
 * @param incumbentVersion which that was, for example {@code fraud/3}
 * @param explanation the verdict in one sentence
 */
public record GateCheck(
        String metric,
        String rule,
        double threshold,
        double value,
        @Nullable Double incumbent,
        @Nullable String incumbentVersion,
        boolean passed,
        String explanation) {}
