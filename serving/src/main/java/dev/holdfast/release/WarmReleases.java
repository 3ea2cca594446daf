package dev.holdfast.release;

import dev.holdfast.runtime.ModelRuntime;
import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Component;

/** Lets go of releases that are only kept warm when another model needs their memory, the one that was asked longest ago first. */
@Component
class WarmReleases {
    private final ServingTable table;

    WarmReleases(ServingTable table, ModelRuntime runtime) {
        this.table = table;
        runtime.whenFull(this::unloadOne);
    }

    /** Whether there was one. */
    boolean unloadOne() {
        List<LoadedRelease> warm = table.warm().stream()
                .sorted(Comparator.comparingLong(release -> release.model().lastUsed()))
                .toList();
        return warm.stream()
                .anyMatch(
                        release -> table.served(release.release().deployment()).letGo(release));
    }
}
