package dev.holdfast.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a promotion rule makes of the evidence.
 *
 * @param decision what is to be done now
 * @param due whether the rule's rows or time have come
 * @param method how the intervals are made
 */
public record PromotionVerdict(
        Decision decision,
        boolean due,
        String method,
        double alpha,
        PromotionEvidence champion,
        PromotionEvidence arm,
        List<Criterion> criteria) {
    static final String METHOD = "beta_binomial_confidence_sequence";
    private static final double P99 = 0.01;

    public PromotionVerdict {
        criteria = List.copyOf(criteria);
    }

    /** What a rule comes to. */
    public enum Decision {
        /** Not due yet, and no harm is proven. */
        WAIT,
        /** Due, and neither harm nor its absence is proven. */
        HOLD,
        PROMOTE,
        ROLL_BACK
    }

    /** What is proven about a criterion. */
    public enum State {
        OPEN,
        KEPT,
        BROKEN
    }

    /**
     * One thing that the arm must keep to.
     *
     * @param name {@code error_rate}, {@code p99_latency} or {@code quality}
     * @param championRate the champion's share; absent where there is none, or where the limit is the arm's alone
     * @param low where the arm's harm (its share, or how much more than the champion's) lies at least
     * @param limit the harm that is borne
     */
    public record Criterion(
            String name,
            @Nullable Double championRate,
            @Nullable Double armRate,
            double low,
            double high,
            double limit,
            State state) {}

    /** @param elapsedMs since the rule began */
    static PromotionVerdict of(PromotionRule rule, PromotionEvidence champion, PromotionEvidence arm, long elapsedMs) {
        boolean quality = rule.afterLabelledRows() != null;
        boolean latency = rule.p99LimitMs() != null;
        double alpha = Objects.requireNonNull(rule.alpha());
        // Every interval of every criterion is right at all times together, with probability 1 - alpha.
        double each = alpha / (2 + (latency ? 1 : 0) + (quality ? 2 : 0));
        List<Criterion> criteria = new ArrayList<>();
        criteria.add(more(
                "error_rate",
                champion.failed(),
                champion.requests(),
                arm.failed(),
                arm.requests(),
                Objects.requireNonNull(rule.maxErrorRateIncrease()),
                each));
        if (latency) {
            long answered = arm.requests() - arm.failed();
            BernoulliInterval slow = BernoulliInterval.of(arm.slow(), answered, each);
            criteria.add(criterion("p99_latency", null, rate(arm.slow(), answered), slow.low(), slow.high(), P99));
        }
        if (quality) {
            criteria.add(more(
                    "quality",
                    champion.labelledRows() - champion.rightRows(),
                    champion.labelledRows(),
                    arm.labelledRows() - arm.rightRows(),
                    arm.labelledRows(),
                    Objects.requireNonNull(rule.maxQualityDrop()),
                    each));
        }
        Long rows = rule.afterLabelledRows();
        Long time = rule.afterMs();
        boolean due = (rows != null && arm.labelledRows() >= rows) || (time != null && elapsedMs >= time);
        return new PromotionVerdict(decide(rule, arm, criteria, due), due, METHOD, alpha, champion, arm, criteria);
    }

    private static Decision decide(PromotionRule rule, PromotionEvidence arm, List<Criterion> criteria, boolean due) {
        if (criteria.stream().anyMatch(criterion -> criterion.state() == State.BROKEN)) {
            return Decision.ROLL_BACK;
        }
        if (!due) {
            return Decision.WAIT;
        }
        boolean kept = criteria.stream().allMatch(criterion -> criterion.state() == State.KEPT);
        return kept && arm.requests() >= Objects.requireNonNull(rule.minRequests()) ? Decision.PROMOTE : Decision.HOLD;
    }

    /** How much more often something bad happens to the arm than to the champion. */
    private static Criterion more(
            String name, long championBad, long championAll, long armBad, long armAll, double limit, double alpha) {
        BernoulliInterval champion = BernoulliInterval.of(championBad, championAll, alpha);
        BernoulliInterval arm = BernoulliInterval.of(armBad, armAll, alpha);
        return criterion(
                name,
                rate(championBad, championAll),
                rate(armBad, armAll),
                arm.low() - champion.high(),
                arm.high() - champion.low(),
                limit);
    }

    private static Criterion criterion(
            String name,
            @Nullable Double championRate,
            @Nullable Double armRate,
            double low,
            double high,
            double limit) {
        State state = low > limit ? State.BROKEN : high <= limit ? State.KEPT : State.OPEN;
        return new Criterion(name, championRate, armRate, low, high, limit, state);
    }

    private static @Nullable Double rate(long events, long trials) {
        return trials == 0 ? null : events / (double) trials;
    }

    /** The figures in a sentence, for the history. */
    String inWords() {
        return criteria.stream()
                        .map(criterion -> String.format(
                                Locale.ROOT,
                                "%s %s: harm from %.4f to %.4f, limit %.4f",
                                criterion.name(),
                                criterion.state().name().toLowerCase(Locale.ROOT),
                                criterion.low(),
                                criterion.high(),
                                criterion.limit()))
                        .collect(Collectors.joining("; "))
                + " (" + arm.requests() + " requests and " + arm.labelledRows() + " labelled rows; alpha "
                + alpha + ", " + method + ")";
    }
}
