package dev.holdfast.release;

import dev.holdfast.runtime.MayUnload;
import dev.holdfast.runtime.ModelRuntime;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Makes room for another model: lets go of releases that are only kept warm, then unloads those that answer and have no request just now,
 * each time the one that was asked longest ago first.
 */
@Component
class WarmReleases {
    /** With a copy of its time: those move while they are compared. */
    private record Candidate(LoadedRelease release, long idleNanos) {}

    private final ServingTable table;

    WarmReleases(ServingTable table, ModelRuntime runtime) {
        this.table = table;
        runtime.whenFull(this::unloadOne);
    }

    /** Whether there was one. */
    boolean unloadOne(MayUnload what) {
        return switch (what) {
            case NOTHING -> false;
            case KEPT_WARM -> unloadWarm();
            case IDLE -> unloadWarm() || unloadIdle();
        };
    }

    private boolean unloadWarm() {
        return sorted(table.warm())
                .anyMatch(
                        release -> table.served(release.release().deployment()).letGo(release));
    }

    private boolean unloadIdle() {
        return sorted(table.displaceable()).anyMatch(release -> release.model().unloadIfIdle());
    }

    private static Stream<LoadedRelease> sorted(List<LoadedRelease> releases) {
        long now = System.nanoTime();
        return releases.stream()
                .map(release -> new Candidate(release, now - release.model().lastUsed()))
                .sorted(Comparator.comparingLong(Candidate::idleNanos).reversed())
                .map(Candidate::release);
    }
}
