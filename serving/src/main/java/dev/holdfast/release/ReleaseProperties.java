package dev.holdfast.release;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of releases.
 *
 * @param keepWarm earlier releases of each deployment that stay in memory, so that a rollback need not load
 * @param pollInterval how often a replica asks the database for changes that no notice told it of
 * @param retryInterval how long a replica waits before it tries again to load what failed to load
 */
@ConfigurationProperties("holdfast.release")
record ReleaseProperties(
        @DefaultValue("2") int keepWarm,
        @DefaultValue("5s") Duration pollInterval,
        @DefaultValue("30s") Duration retryInterval) {
    ReleaseProperties {
        if (keepWarm < 0) {
            throw new IllegalArgumentException("holdfast.release.keep-warm must be 0 or more, not " + keepWarm);
        }
    }
}
