package dev.holdfast.monitoring;

import dev.holdfast.kernel.Ids;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.release.Deployments;
import dev.holdfast.release.Release;
import dev.holdfast.release.UnansweredPrediction;
import io.micrometer.core.instrument.Counter;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Requests that got no prediction: taken without waiting from the threads that serve, written with the predictions. */
@Component
class FailureLog {
    static final int MOST_WAITING = 20_000;
    private static final int BATCH = 1_000;
    private static final UUID LAST = new UUID(-1, -1);

    private final ConcurrentLinkedQueue<UnansweredPrediction> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final JdbcTemplate template;
    private final JdbcClient database;
    private final Deployments deployments;
    private final LogDays days;
    private final Counter dropped;
    /** Rows logged of a deployment in the newest second, by the writer alone. */
    private final Map<String, Second> seconds = new HashMap<>();

    private static final class Second {
        private long second;
        private int rows;
    }

    FailureLog(
            JdbcTemplate template,
            JdbcClient database,
            Deployments deployments,
            LogDays days,
            MonitoringMetrics metrics) {
        this.template = template;
        this.database = database;
        this.deployments = deployments;
        this.days = days;
        this.dropped = metrics.server(
                "holdfast.failures.unlogged", "Requests without a prediction that were counted and not logged");
    }

    /** Never blocks: what does not fit, or comes faster than a deployment's log may grow, is counted and not logged. */
    void take(UnansweredPrediction prediction) {
        if (size.get() >= MOST_WAITING) {
            dropped.increment();
            return;
        }
        size.incrementAndGet();
        waiting.add(prediction);
    }

    /** Writes what waits. Called by one thread at a time; what could not be written waits on. */
    void write() {
        while (!waiting.isEmpty()) {
            List<UnansweredPrediction> batch = waiting.stream().limit(BATCH).toList();
            List<UnansweredPrediction> logged = new ArrayList<>(batch.size());
            for (UnansweredPrediction prediction : batch) {
                if (isWithinRate(prediction)) {
                    logged.add(prediction);
                }
            }
            try {
                insert(logged);
            } catch (RuntimeException e) {
                seconds.clear(); // the same come again
                throw e;
            }
            dropped.increment(batch.size() - (double) logged.size());
            for (int i = 0; i < batch.size(); i++) {
                waiting.poll();
                size.decrementAndGet();
            }
        }
    }

    private boolean isWithinRate(UnansweredPrediction prediction) {
        int most = deployments.monitoringOf(prediction.deployment()).logMaxRowsPerSecond();
        Second current = seconds.computeIfAbsent(prediction.deployment(), ignored -> new Second());
        long second = prediction.at().getEpochSecond();
        if (current.second != second) {
            current.second = second;
            current.rows = 0;
        }
        return ++current.rows <= most;
    }

    private void insert(List<UnansweredPrediction> logged) {
        logged.forEach(each ->
                days.begun(each.deployment(), LocalDate.ofInstant(each.at(), ZoneOffset.UTC), LogKind.FAILURES));
        template.batchUpdate("""
                INSERT INTO monitoring.failure (failed_at, id, deployment, release, model, model_version, arm, problem, status,
                    trace_id, took_ms)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""", logged, BATCH, (statement, each) -> {
            Release release = each.release();
            statement.setTimestamp(1, Timestamp.from(each.at()));
            statement.setObject(2, each.id());
            statement.setString(3, each.deployment());
            statement.setObject(4, release == null ? null : release.number(), Types.INTEGER);
            statement.setString(5, release == null ? null : release.model());
            statement.setObject(6, release == null ? null : release.modelVersion(), Types.INTEGER);
            statement.setString(7, each.arm());
            statement.setString(8, each.problem());
            statement.setInt(9, each.status());
            statement.setString(10, each.traceId());
            statement.setDouble(11, each.nanos() / (double) TimeUnit.MILLISECONDS.toNanos(1));
        });
    }

    /** The failures of a deployment, the newest first. */
    Page<LoggedFailure> failures(String deployment, PageRequest page) {
        List<String> after = page.after(2).orElse(List.of("9999-01-01T00:00:00Z", LAST.toString()));
        Timestamp at = Timestamp.from(instant(after.getFirst()));
        UUID id = Ids.parse("page_token", after.getLast());
        return Page.of(
                database.sql("""
                                SELECT * FROM monitoring.failure WHERE deployment = ? AND (failed_at, id) < (?, ?)
                                ORDER BY failed_at DESC, id DESC LIMIT ?""")
                        .params(deployment, at, id, page.limit())
                        .query((row, number) -> new LoggedFailure(
                                row.getObject("id", UUID.class),
                                row.getTimestamp("failed_at").toInstant(),
                                row.getObject("release", Integer.class),
                                row.getString("arm"),
                                row.getString("problem"),
                                row.getInt("status"),
                                row.getString("trace_id"),
                                row.getDouble("took_ms")))
                        .list(),
                page,
                last -> List.of(last.failedAt().toString(), last.id().toString()));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw ProblemException.malformed("page_token", text, "is not one that this list gave.");
        }
    }

    /** Ends a day. */
    void delete(String deployment, LocalDate day) {
        database.sql("DELETE FROM monitoring.failure WHERE deployment = ? AND failed_at >= ? AND failed_at < ?")
                .params(
                        deployment,
                        Timestamp.from(day.atStartOfDay(ZoneOffset.UTC).toInstant()),
                        Timestamp.from(
                                day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant()))
                .update();
    }
}
