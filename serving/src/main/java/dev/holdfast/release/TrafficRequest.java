package dev.holdfast.release;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a deployment's requests are to be answered from now on.
 *
 * @param arms those beside the champion; what they leave of 1 is the champion's
 * @param rule when an arm is promoted or taken out; absent: when a person says so
 * @param reason why
 */
public record TrafficRequest(
        List<Arm> arms,
        @Nullable Stickiness stickyBy,
        @Nullable Shadow shadow,
        @Nullable PromotionRule rule,
        @Nullable String reason) {
    public TrafficRequest {
        arms = List.copyOf(arms);
    }

    /**
     * What answers: a release that there is, or a version of a model, of which the newest release is taken and one made where there is none.
     *
     * @param model absent: the champion's
     */
    public record Target(
            @Nullable Integer release,
            @Nullable String model,
            @Nullable Integer version) {}

    /** A named share, 0 to 1. */
    public record Arm(String name, Target target, double weight) {}

    /** A release that gets copies; {@code sample} is their share, 0 to 1. */
    public record Shadow(Target target, double sample) {}
}
