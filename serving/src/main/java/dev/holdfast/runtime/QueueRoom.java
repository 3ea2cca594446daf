package dev.holdfast.runtime;

import dev.holdfast.kernel.ProblemException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** How much waits for one model or runs on a thread of its own, and whether more may. */
final class QueueRoom {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final QueueLimit limit;
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    QueueRoom(QueueLimit limit) {
        this.limit = limit;
    }

    /** Takes room, which {@link #leave} gives back; false where there is none. What comes alone always has room. */
    boolean enter(RunSize size) {
        long waitingRows = rows.addAndGet(size.rows());
        long waitingBytes = bytes.addAndGet(size.bytes());
        boolean alone = waitingRows == size.rows();
        if (!alone && (waitingRows > limit.rows() || waitingBytes > limit.bytes())) {
            leave(size);
            return false;
        }
        return true;
    }

    void leave(RunSize size) {
        rows.addAndGet(-size.rows());
        bytes.addAndGet(-size.bytes());
    }

    long rows() {
        return rows.get();
    }

    /** What those are told for whom there is none. */
    ProblemException full() {
        return ProblemException.overloaded(
                "Too much waits for this model: no more than " + limit.rows() + " rows or " + limit.bytes()
                        + " bytes may. Send it again later, or run more replicas.",
                RETRY_AFTER);
    }
}
