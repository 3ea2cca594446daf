package dev.holdfast.batch;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Tells the threads of this server at once what they would otherwise find out at their next look at the database. */
@Component
class BatchSignals {
    private boolean work;
    private long changes;
    private boolean closed;

    /** There may be a job to do, or one has ended. */
    synchronized void changed() {
        work = true;
        changes++;
        notifyAll();
    }

    /** Waits until there may be work, {@code atMost} at the longest. Called by one thread. */
    synchronized void awaitWork(Duration atMost) throws InterruptedException {
        if (!work) {
            TimeUnit.MILLISECONDS.timedWait(this, atMost.toMillis());
        }
        work = false;
    }

    /** How often something has changed so far. */
    synchronized long changes() {
        return changes;
    }

    /** Waits until something has changed since {@link #changes} was {@code seen}, {@code atMost} at the longest; not at all where the server stops. */
    synchronized void awaitChange(long seen, Duration atMost) throws InterruptedException {
        if (!closed && changes == seen) {
            TimeUnit.MILLISECONDS.timedWait(this, atMost.toMillis());
        }
    }

    /** The server stops: whoever waits is answered with what is known now. */
    synchronized void close() {
        closed = true;
        changed();
    }

    synchronized void open() {
        closed = false;
    }

    synchronized boolean isClosed() {
        return closed;
    }
}
