package dev.holdfast.release;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who answers a deployment's requests beside the champion, which is the release that serves. What the arms leave of 1 is the champion's,
 * under the name {@value #CHAMPION}.
 *
 * @param stickyBy absent: each request is spread at random
 * @param rule when an arm is promoted or taken out; absent: when a person says so
 */
public record TrafficPolicy(
        List<TrafficArm> arms,
        @Nullable Stickiness stickyBy,
        @Nullable ShadowPolicy shadow,
        @Nullable PromotionRule rule) {
    /** The arm of the release that serves, unless an arm has that release. */
    public static final String CHAMPION = "champion";

    /** Weights that differ from 1 by less than this add up to it. */
    static final double ROUNDING = 1e-9;

    public TrafficPolicy {
        arms = List.copyOf(arms);
    }

    TrafficPolicy with(@Nullable PromotionRule other) {
        return new TrafficPolicy(arms, stickyBy, shadow, other);
    }

    /** The release of an arm; empty where there is no such arm. */
    Optional<Integer> release(@Nullable String arm) {
        return arms.stream()
                .filter(known -> known.name().equals(arm))
                .map(TrafficArm::release)
                .findFirst();
    }

    /** The releases that it needs beside the champion. */
    Set<Integer> releases(int champion) {
        Set<Integer> releases = new LinkedHashSet<>();
        arms.forEach(arm -> releases.add(arm.release()));
        if (shadow != null) {
            releases.add(shadow.release());
        }
        releases.remove(champion);
        return releases;
    }

    /** All arms with the champion's, which comes first where the others leave something to it. */
    List<TrafficArm> shares(int champion) {
        double rest = 1 - arms.stream().mapToDouble(TrafficArm::weight).sum();
        List<TrafficArm> shares = new ArrayList<>();
        if (rest > ROUNDING) {
            shares.add(new TrafficArm(CHAMPION, champion, rest));
        }
        shares.addAll(arms);
        return shares;
    }
}
