package dev.holdfast.inference.dataplane;

import dev.holdfast.kernel.ProblemException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Memory for bodies that are not answered yet, of all connections together: however many there are, and whatever they claim. */
final class BodyRoom {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final long limit;
    private final AtomicLong taken = new AtomicLong();

    /** @param limit in bytes; 0: a quarter of the heap, and two of the largest bodies at least */
    BodyRoom(long limit, long largestBody) {
        this.limit = limit > 0
                ? limit
                : Math.max(2 * largestBody, Runtime.getRuntime().maxMemory() / 4);
    }

    /** Takes memory for so many bytes more; a problem where there is none. */
    void take(int bytes) {
        if (taken.addAndGet(bytes) > limit) {
            taken.addAndGet(-bytes);
            throw ProblemException.overloaded(
                    "Too many requests are being received: their bodies may take " + limit
                            + " bytes together. Send it again later.",
                    RETRY_AFTER);
        }
    }

    void giveBack(int bytes) {
        taken.addAndGet(-bytes);
    }

    long taken() {
        return taken.get();
    }
}
