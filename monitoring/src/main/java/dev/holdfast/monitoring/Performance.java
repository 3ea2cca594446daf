package dev.holdfast.monitoring;

import java.util.List;

/** How right a deployment has been, release by release, the newest first. */
public record Performance(String deployment, List<ReleasePerformance> releases) {
    public Performance {
        releases = List.copyOf(releases);
    }
}
