package dev.holdfast.webhook;

import dev.holdfast.webhook.DeliveryRows.Claim;
import dev.holdfast.webhook.SecretCipher.WrongKeyException;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Sends what is due, a bounded number at the same time. A server that dies in the middle of an attempt leaves a lease that
 * ends: another attempt follows, so that a receiver may be told twice, and knows by the delivery's id.
 */
@Component
class Deliverer {
    private static final Logger log = LoggerFactory.getLogger(Deliverer.class);
    /** What an attempt may take besides the call. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private static final double JITTER = 0.5;
    private static final int LAST_DOUBLING = 30;
    private static final long GRACE_SECONDS = 5;

    private final DeliveryRows rows;
    private final WebhookSender sender;
    private final SecretCipher cipher;
    private final WebhookProperties properties;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("webhook-", 0).factory());
    private final Map<UUID, Integer> underWay = new HashMap<>();

    Deliverer(DeliveryRows rows, WebhookSender sender, SecretCipher cipher, WebhookProperties properties) {
        this.rows = rows;
        this.sender = sender;
        this.cipher = cipher;
        this.properties = properties;
    }

    @Scheduled(fixedDelayString = "${holdfast.webhooks.poll:1s}")
    void poll() {
        try {
            deliverDue();
        } catch (DataAccessException | TransactionException e) {
            log.debug("What is due for webhooks can't be read: {}", e.toString());
        }
    }

    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT1M")
    void forget() {
        try {
            rows.forget(properties.keep());
        } catch (DataAccessException | TransactionException e) {
            log.debug("Old deliveries stay for now: {}", e.toString());
        }
    }

    /** Starts as many threads as there is room and work for; each goes on until nothing is due. */
    List<Future<?>> deliverDue() {
        List<Future<?>> started = new ArrayList<>();
        for (Optional<Claim> claim = next(); claim.isPresent(); claim = next()) {
            Claim first = claim.get();
            try {
                started.add(threads.submit(() -> deliverFrom(first)));
            } catch (RejectedExecutionException e) {
                end(first.webhook());
                break;
            }
        }
        return started;
    }

    @PreDestroy
    void stop() throws InterruptedException {
        threads.shutdownNow();
        if (!threads.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
            log.warn("Webhook deliveries that run are broken off; they are tried again");
        }
    }

    private void deliverFrom(Claim first) {
        for (Optional<Claim> claim = Optional.of(first); claim.isPresent(); claim = next()) {
            try {
                deliver(claim.get());
            } catch (DataAccessException | TransactionException e) {
                log.warn(
                        "What came of delivery {} can't be written; it is tried again: {}",
                        claim.get().id(),
                        e.toString());
            } finally {
                end(claim.get().webhook());
            }
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }

    private void deliver(Claim claim) {
        WebhookAnswer answer;
        try {
            answer = sender.send(new WebhookCall(claim.url(), claim.id(), claim.body(), secret(claim)));
        } catch (WrongKeyException e) {
            answer = WebhookAnswer.none(String.valueOf(e.getMessage()), false, Duration.ZERO);
        }
        if (answer.isTaken()) {
            rows.finish(claim, DeliveryState.SUCCEEDED, answer);
        } else if (!answer.again() || claim.last()) {
            log.warn("Webhook {} was not told {}: {}", claim.webhook(), claim.id(), answer.error());
            rows.finish(claim, DeliveryState.FAILED, answer);
        } else {
            rows.again(claim, answer, pause(claim.retry(), answer.retryAfter()));
        }
    }

    private @Nullable String secret(Claim claim) {
        return claim.sealedSecret() == null ? null : cipher.open(claim.sealedSecret(), claim.webhook());
    }

    /** Twice as long each time, with chance so that receivers are not met by all at once; longer where the receiver asks for it. */
    private Duration pause(int retry, @Nullable Duration retryAfter) {
        Duration longest = properties.longestBackoff();
        Duration doubled =
                min(properties.firstBackoff().multipliedBy(1L << Math.min(retry - 1, LAST_DOUBLING)), longest);
        Duration pause = doubled.plusMillis((long)
                (doubled.toMillis() * JITTER * ThreadLocalRandom.current().nextDouble()));
        if (retryAfter == null) {
            return pause;
        }
        Duration asked = min(retryAfter, longest);
        return asked.compareTo(pause) > 0 ? asked : pause;
    }

    private Optional<Claim> next() {
        // Claiming is one short statement: no need for finer locking.
        synchronized (underWay) {
            int all = underWay.values().stream().mapToInt(Integer::intValue).sum();
            if (all >= properties.concurrency()) {
                return Optional.empty();
            }
            int share = Math.max(1, properties.concurrency() / 2);
            List<UUID> busy = underWay.entrySet().stream()
                    .filter(entry -> entry.getValue() >= share)
                    .map(Map.Entry::getKey)
                    .toList();
            Optional<Claim> claim = rows.claim(properties.timeout().plus(MARGIN), busy, properties.maxRetries());
            claim.ifPresent(taken -> underWay.merge(taken.webhook(), 1, Integer::sum));
            return claim;
        }
    }

    private void end(UUID webhook) {
        synchronized (underWay) {
            underWay.compute(webhook, (id, count) -> count == null || count <= 1 ? null : count - 1);
        }
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
