package dev.holdfast.release;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who answers a deployment's requests.
 *
 * @param champion the release that serves
 * @param arms every arm with its share, the champion's too
 * @param rule when an arm is promoted or taken out; absent: when a person says so
 * @param shadow who gets copies of the champion's requests; absent: nobody
 * @param revision of the deployment
 * @param since when that began
 * @param actor who let it
 */
public record Traffic(
        String deployment,
        Release champion,
        List<Share> arms,
        @Nullable Stickiness stickyBy,
        @Nullable PromotionRule rule,
        @Nullable Copied shadow,
        long revision,
        Instant since,
        String actor,
        @Nullable String reason) {
    public Traffic {
        arms = List.copyOf(arms);
    }

    /** An arm; {@code weight} is its share, 0 to 1. */
    public record Share(String name, Release release, double weight) {}

    /** A shadow; {@code sample} is the share of the champion's requests that it gets, 0 to 1. */
    public record Copied(Release release, double sample) {}
}
