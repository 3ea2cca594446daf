package dev.holdfast.release;

import dev.holdfast.runtime.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** A traffic policy with its releases in memory. Never changes. */
final class Routes {
    /** Beside what answers: gets copies. */
    record Shadow(LoadedRelease release, double sample) {}

    private final TrafficPolicy policy;
    private final LoadedRelease champion;
    private final List<TrafficArm> shares;
    private final List<LoadedRelease> releases;
    private final ArmChooser chooser;
    private final @Nullable String header;
    private final @Nullable EntityColumn column;
    private final @Nullable Shadow shadow;

    /** @param others by number: all that the policy needs beside the champion */
    Routes(TrafficPolicy policy, LoadedRelease champion, Map<Integer, LoadedRelease> others) {
        this.policy = policy;
        this.champion = champion;
        shares = policy.shares(champion.release().number());
        releases = shares.stream()
                .map(share -> others.getOrDefault(share.release(), champion))
                .toList();
        chooser = new ArmChooser(shares);
        Stickiness sticky = policy.stickyBy();
        header = sticky == null ? null : sticky.header();
        String named = sticky == null ? null : sticky.column();
        column = named == null
                ? null
                : EntityColumn.of(named, champion.version()).orElse(null);
        ShadowPolicy shadowed = policy.shadow();
        shadow = shadowed == null
                ? null
                : new Shadow(Objects.requireNonNull(others.get(shadowed.release())), shadowed.sample());
    }

    TrafficPolicy policy() {
        return policy;
    }

    LoadedRelease champion() {
        return champion;
    }

    @Nullable
    Shadow shadow() {
        return shadow;
    }

    /** Everything that it keeps in memory beside the champion. */
    List<LoadedRelease> others() {
        List<LoadedRelease> others = new ArrayList<>(releases);
        if (shadow != null) {
            others.add(shadow.release());
        }
        others.removeIf(release -> release.equals(champion));
        return others;
    }

    Optional<LoadedRelease> find(int number) {
        return others().stream()
                .filter(release -> release.release().number() == number)
                .findFirst();
    }

    /** What answers a request: the champion's own lease, or that of another arm in exchange for it. */
    ActiveRelease choose(ActiveRelease serving, Map<String, Tensor> inputs, RequestHeaders headers) {
        String key = header != null ? headers.first(header) : column != null ? column.first(inputs) : null;
        int chosen = key == null || key.isEmpty()
                ? chooser.choose(ThreadLocalRandom.current().nextLong())
                : chooser.choose(key);
        String arm = shares.get(chosen).name();
        LoadedRelease release = releases.get(chosen);
        if (release.equals(champion)) {
            return serving.as(arm);
        }
        ActiveRelease other = release.lease(arm, serving.settings(), serving.cache());
        if (other == null) {
            // Closed since: the policy was replaced while this request was read.
            return serving;
        }
        serving.close();
        return other;
    }
}
