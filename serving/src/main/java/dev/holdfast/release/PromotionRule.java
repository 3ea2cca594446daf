package dev.holdfast.release;

import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.ProblemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When an arm's release is to serve, or to be taken out. A harm that is proven takes it out at once; it is promoted once the decision is due
 * and every criterion is proven to be kept; due and neither, it is held.
 *
 * @param arm the arm that it is about
 * @param afterLabelledRows the decision is due when the arm has so many labelled rows; absent: labels don't matter
 * @param afterMs … or when it has answered for so many milliseconds
 * @param minRequests requests that the arm must have answered before it can be promoted
 * @param alpha probability of any wrong decision, however often one looks, above 0 and up to 0.5
 * @param maxErrorRateIncrease failed requests more than the champion's that are borne, as a share
 * @param p99LimitMs milliseconds that 99 % of the arm's runs must keep to; absent: latency doesn't matter
 * @param maxQualityDrop share of right rows less than the champion's that is borne; counts where {@code afterLabelledRows} is given
 * @param errorTolerance of a regression: a row is right whose number differs from the truth by this at most
 * @param startedAt since when it counts; set by the server
 */
public record PromotionRule(
        @Nullable String arm,
        @Nullable Long afterLabelledRows,
        @Nullable Long afterMs,
        @Nullable Long minRequests,
        @Nullable Double alpha,
        @Nullable Double maxErrorRateIncrease,
        @Nullable Double p99LimitMs,
        @Nullable Double maxQualityDrop,
        @Nullable Double errorTolerance,
        @Nullable Instant startedAt) {
    private static final long MIN_REQUESTS = 100;
    private static final double ALPHA = 0.05;
    private static final double ERROR_RATE_INCREASE = 0.01;
    private static final double QUALITY_DROP = 0.02;

    /** With defaults for what is absent, about one of these arms. */
    PromotionRule checked(List<TrafficArm> arms, Instant now) {
        List<FieldError> errors = new ArrayList<>();
        String about = arm == null && arms.size() == 1 ? arms.getFirst().name() : arm;
        if (arms.stream().noneMatch(known -> known.name().equals(about))) {
            errors.add(new FieldError("rule.arm", arm, "must be one of the policy's arms."));
        }
        if (afterLabelledRows == null && afterMs == null) {
            errors.add(new FieldError("rule.after_ms", null, "or after_labelled_rows must say when to decide."));
        }
        check(errors, "after_labelled_rows", afterLabelledRows, 1, Long.MAX_VALUE);
        check(errors, "after_ms", afterMs, 1, Long.MAX_VALUE);
        check(errors, "min_requests", minRequests, 1, Long.MAX_VALUE);
        check(errors, "alpha", alpha, 1e-9, 0.5);
        check(errors, "max_error_rate_increase", maxErrorRateIncrease, 0, 1);
        check(errors, "p99_limit_ms", p99LimitMs, 1e-3, 1e9);
        check(errors, "max_quality_drop", maxQualityDrop, 0, 1);
        check(errors, "error_tolerance", errorTolerance, 0, Double.MAX_VALUE);
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
        return new PromotionRule(
                about,
                afterLabelledRows,
                afterMs,
                minRequests == null ? MIN_REQUESTS : minRequests,
                alpha == null ? ALPHA : alpha,
                maxErrorRateIncrease == null ? ERROR_RATE_INCREASE : maxErrorRateIncrease,
                p99LimitMs,
                afterLabelledRows == null ? null : maxQualityDrop == null ? QUALITY_DROP : maxQualityDrop,
                errorTolerance,
                now);
    }

    private static void check(
            List<FieldError> errors, String field, @Nullable Number value, double least, double most) {
        if (value != null && !(value.doubleValue() >= least && value.doubleValue() <= most)) {
            errors.add(new FieldError("rule." + field, value, "must be from " + least + " to " + most + "."));
        }
    }

    /** Whether it says the same as another, whenever each began. */
    boolean saysSame(@Nullable PromotionRule other) {
        return other != null && startingAt(null).equals(other.startingAt(null));
    }

    PromotionRule startingAt(@Nullable Instant start) {
        return new PromotionRule(
                arm,
                afterLabelledRows,
                afterMs,
                minRequests,
                alpha,
                maxErrorRateIncrease,
                p99LimitMs,
                maxQualityDrop,
                errorTolerance,
                start);
    }
}
