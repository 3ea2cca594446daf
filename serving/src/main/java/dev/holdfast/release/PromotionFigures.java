package dev.holdfast.release;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts requests, failures and slow answers by release while a rule watches; every replica adds to the same sums. */
@Component
class PromotionFigures implements PredictionSink {
    private record Key(String deployment, int release, Instant startedAt) {}

    private static final class Counts {
        private final LongAdder requests = new LongAdder();
        private final LongAdder failed = new LongAdder();
        private final LongAdder slow = new LongAdder();
    }

    private final ServingTable table;
    private final JdbcClient database;
    private final Map<Key, Counts> counts = new ConcurrentHashMap<>();

    PromotionFigures(ServingTable table, JdbcClient database) {
        this.table = table;
        this.database = database;
    }

    @Override
    public void accept(PredictionRecord prediction) {
        PromotionRule rule = table.ruleOf(prediction.release().deployment());
        if (rule != null) {
            Counts found = counts(prediction.release(), rule);
            found.requests.increment();
            Double limit = rule.p99LimitMs();
            if (limit != null && prediction.runNanos() > limit * TimeUnit.MILLISECONDS.toNanos(1)) {
                found.slow.increment();
            }
        }
    }

    @Override
    public void failed(Release release, @Nullable String arm) {
        PromotionRule rule = table.ruleOf(release.deployment());
        if (rule != null) {
            Counts found = counts(release, rule);
            found.requests.increment();
            found.failed.increment();
        }
    }

    private Counts counts(Release release, PromotionRule rule) {
        Key key = new Key(release.deployment(), release.number(), Objects.requireNonNull(rule.startedAt()));
        Counts found = counts.get(key);
        return found != null ? found : counts.computeIfAbsent(key, ignored -> new Counts());
    }

    /** Adds what this server has counted since the last time to the sums. */
    synchronized void write() {
        for (Map.Entry<Key, Counts> entry : new HashMap<>(counts).entrySet()) {
            Key key = entry.getKey();
            Counts found = entry.getValue();
            // Requests are counted first and read last: never fewer than what was slow or failed.
            long slow = found.slow.sumThenReset();
            long failed = found.failed.sumThenReset();
            long requests = found.requests.sumThenReset();
            if (requests == 0) {
                continue;
            }
            try {
                add(key, requests, failed, slow);
            } catch (RuntimeException e) {
                found.requests.add(requests);
                found.failed.add(failed);
                found.slow.add(slow);
                throw e;
            }
        }
        counts.entrySet()
                .removeIf(entry -> table.ruleOf(entry.getKey().deployment()) == null
                        && entry.getValue().requests.sum() == 0);
    }

    private void add(Key key, long requests, long failed, long slow) {
        database.sql("""
                        INSERT INTO release.promotion_figures AS known (deployment, release, started_at, requests, failed, slow)
                        VALUES (:deployment, :release, :started, :requests, :failed, :slow)
                        ON CONFLICT (deployment, release, started_at) DO UPDATE SET requests = known.requests + EXCLUDED.requests,
                            failed = known.failed + EXCLUDED.failed, slow = known.slow + EXCLUDED.slow
                        """)
                .param("deployment", key.deployment())
                .param("release", key.release())
                .param("started", key.startedAt().atOffset(ZoneOffset.UTC))
                .param("requests", requests)
                .param("failed", failed)
                .param("slow", slow)
                .update();
    }

    /** By release, labels left out. */
    Map<Integer, PromotionEvidence> since(String deployment, Instant startedAt) {
        Map<Integer, PromotionEvidence> evidence = new HashMap<>();
        database.sql("""
                        SELECT release, requests, failed, slow FROM release.promotion_figures
                        WHERE deployment = :deployment AND started_at = :started
                        """)
                .param("deployment", deployment)
                .param("started", startedAt.atOffset(ZoneOffset.UTC))
                .query(row -> {
                    evidence.put(
                            row.getInt("release"),
                            new PromotionEvidence(
                                    row.getLong("requests"), row.getLong("failed"), row.getLong("slow"), 0, 0));
                });
        return evidence;
    }
}
