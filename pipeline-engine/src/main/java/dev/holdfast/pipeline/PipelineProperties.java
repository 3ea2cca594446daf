package dev.holdfast.pipeline;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this server runs pipelines.
 *
 * @param enabled whether this server runs steps at all; others may still run what is started here
 * @param concurrency steps that run at once on this server
 * @param poll how often to look for work that nobody announced: steps of other servers, schedules, lost attempts
 * @param lease how long an attempt counts as alive after its last heartbeat
 * @param maxFailures attempts of a step that may end through no fault of its own (a killed server, a database away) before
 *     it fails
 */
@ConfigurationProperties("holdfast.pipelines")
record PipelineProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("2") int concurrency,
        @DefaultValue("1s") Duration poll,
        @DefaultValue("30s") Duration lease,
        @DefaultValue("3") int maxFailures) {}
