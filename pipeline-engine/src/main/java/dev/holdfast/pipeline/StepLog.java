package dev.holdfast.pipeline;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What an attempt says. Kept here until it is written, which happens about once a second and at the end. */
final class StepLog {
    private static final int MAX_LINES = 10_000;
    private static final int MAX_LENGTH = 4_000;

    private final Claim claim;
    private final Deque<LogLine> unwritten = new ArrayDeque<>();
    /** What writes is one thread at a time: the attempt's own, or the one that looks after all. */
    private final Lock writing = new ReentrantLock();

    private int lines;
    private @Nullable Double progress;
    private boolean changed;

    StepLog(Claim claim) {
        this.claim = claim;
    }

    /** Adds a line. */
    synchronized void add(String message) {
        if (lines > MAX_LINES) {
            return;
        }
        lines++;
        String text = lines > MAX_LINES ? "More than " + MAX_LINES + " lines: the rest is left out." : message;
        unwritten.add(new LogLine(
                claim.attempt(),
                lines,
                Instant.now(),
                text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "…" : text));
        changed = true;
    }

    /** How far the step is, 0 to 1. */
    synchronized void progress(double share) {
        progress = share;
        changed = true;
    }

    /** Writes what is new. Throws where the database is away; the lines then wait for the next time. */
    void write(JdbcClient database) {
        writing.lock();
        try {
            writeNew(database);
        } finally {
            writing.unlock();
        }
    }

    private void writeNew(JdbcClient database) {
        List<LogLine> batch;
        Double share;
        synchronized (this) {
            if (!changed) {
                return;
            }
            batch = new ArrayList<>(unwritten);
            share = progress;
        }
        if (!batch.isEmpty()) {
            insert(database, batch);
        }
        database.sql("""
                        UPDATE pipeline.step SET progress = coalesce(:progress, progress), message = coalesce(:message, message)
                        WHERE (run_id, name) IN (SELECT run_id, name FROM pipeline.step
                                                 WHERE fence = :fence AND state = 'running' FOR UPDATE SKIP LOCKED)""")
                .param("progress", share)
                .param("message", batch.isEmpty() ? null : batch.getLast().message())
                .param("fence", claim.fence())
                .update();
        synchronized (this) {
            batch.forEach(line -> unwritten.removeFirst());
            changed = !unwritten.isEmpty();
        }
    }

    private void insert(JdbcClient database, List<LogLine> batch) {
        database.sql("""
                        INSERT INTO pipeline.log (run_id, step, attempt, line, at, message)
                        SELECT :run, :step, :attempt, l.line, l.at, l.message
                        FROM unnest(:lines, :times::timestamptz[], :messages) AS l(line, at, message)
                        ON CONFLICT DO NOTHING""")
                .param("run", claim.runId())
                .param("step", claim.step())
                .param("attempt", claim.attempt())
                .param("lines", batch.stream().map(LogLine::line).toArray(Integer[]::new))
                .param("times", batch.stream().map(line -> line.at().toString()).toArray(String[]::new))
                .param("messages", batch.stream().map(LogLine::message).toArray(String[]::new))
                .update();
    }
}
