package dev.holdfast.release;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A deployment's promotion rule, what it makes of the evidence now, and what it has decided.
 *
 * @param rule absent: there is none now
 * @param decisions the newest first, 20 at most
 */
public record PromotionReport(
        String deployment,
        @Nullable PromotionRule rule,
        @Nullable PromotionVerdict now,
        List<PromotionDecision> decisions) {
    public PromotionReport {
        decisions = List.copyOf(decisions);
    }
}
