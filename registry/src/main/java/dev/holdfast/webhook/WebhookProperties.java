package dev.holdfast.webhook;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How webhooks are called.
 *
 * @param allowedSchemes of {@code https} and {@code http}, what a webhook's URL may begin with
 * @param allowPrivateAddresses whether loopback, link-local, private and other addresses that are not public may be called
 * @param maxRetries how often a delivery is tried again after the first attempt
 * @param timeout how long one attempt may take, from looking up the name to the end of the answer
 * @param concurrency attempts at the same time, by each server; one webhook gets half of them at most
 * @param firstBackoff how long to wait before the first retry; twice as long before each further one, plus up to a half at random
 * @param longestBackoff the longest such wait, and the longest that a receiver's {@code Retry-After} is heeded
 * @param keep how long the log keeps deliveries that are done
 * @param secretKey what secrets are encrypted with in the database; empty: they are not
 */
@ConfigurationProperties("holdfast.webhooks")
record WebhookProperties(
        @DefaultValue("https") List<String> allowedSchemes,
        @DefaultValue("false") boolean allowPrivateAddresses,
        @DefaultValue("8") int maxRetries,
        @DefaultValue("30s") Duration timeout,
        @DefaultValue("10") int concurrency,
        @DefaultValue("1s") Duration firstBackoff,
        @DefaultValue("1h") Duration longestBackoff,
        @DefaultValue("30d") Duration keep,
        @DefaultValue("") String secretKey) {
    WebhookProperties {
        allowedSchemes = allowedSchemes.stream().map(String::strip).toList();
    }
}
