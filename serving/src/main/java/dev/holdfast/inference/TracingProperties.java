package dev.holdfast.inference;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the spans of predictions.
 *
 * @param endpoint where a collector takes OTLP over HTTP, with the path, as {@code http://collector:4318/v1/traces}; absent: no spans
 * @param sample share of the traces that begin here that are sent, 0 to 1; those of callers are sent if the caller records them
 * @param serviceName what the collector knows the server as
 * @param interval time after which spans are sent that do not fill a message
 */
@ConfigurationProperties("holdfast.tracing")
record TracingProperties(
        @Nullable URI endpoint,
        @DefaultValue("1.0") double sample,
        @DefaultValue("holdfast") String serviceName,
        @DefaultValue("2s") Duration interval) {
    TracingProperties {
        if (!(sample >= 0 && sample <= 1)) {
            throw new IllegalArgumentException("holdfast.tracing.sample must be from 0 to 1, not " + sample);
        }
    }
}
