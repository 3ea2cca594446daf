package dev.holdfast.release;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the database says about a deployment, as of a revision. */
record Snapshot(
        String deployment,
        long revision,
        MonitoringSettings monitoring,
        ServingSettings serving,
        @Nullable Release current,
        @Nullable TrafficPolicy traffic) {
    /** Every release that answers or gets copies, the one that serves first. */
    Set<Integer> releases() {
        Set<Integer> releases = new LinkedHashSet<>();
        if (current != null) {
            releases.add(current.number());
            if (traffic != null) {
                releases.addAll(traffic.releases(current.number()));
            }
        }
        return releases;
    }
}
