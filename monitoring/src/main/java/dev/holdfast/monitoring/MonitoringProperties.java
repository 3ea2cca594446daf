package dev.holdfast.monitoring;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this server watches.
 *
 * @param threads whether counting and writing go on by themselves; without, only when asked to settle
 * @param retention how long predictions, labels and windows are kept
 * @param keepOpenWindows how often the counts of open windows are written, so that a crash loses no more than that
 */
@ConfigurationProperties("holdfast.monitoring")
record MonitoringProperties(
        @DefaultValue("true") boolean threads,
        @DefaultValue("30d") Duration retention,
        @DefaultValue("2s") Duration keepOpenWindows) {}
