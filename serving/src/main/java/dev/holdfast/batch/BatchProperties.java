package dev.holdfast.batch;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this server runs batch jobs.
 *
 * @param enabled whether this server runs jobs at all; others may still run what is asked for here
 * @param concurrency jobs that run at once on this server
 * @param poll how often to look for jobs of other servers, and to say that this one's are alive
 * @param lease how long a job counts as alive after that was said last: what a killed server did goes on elsewhere after so long
 * @param maxFailures attempts in a row that may end through no fault of the job (a killed server, a database away) and without a chunk, before
 *     it fails
 * @param keepChunks how long the chunks of a job that failed or was cancelled are kept for a retry
 */
@ConfigurationProperties("holdfast.batch")
record BatchProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("1") int concurrency,
        @DefaultValue("1s") Duration poll,
        @DefaultValue("10s") Duration lease,
        @DefaultValue("3") int maxFailures,
        @DefaultValue("7d") Duration keepChunks) {}
