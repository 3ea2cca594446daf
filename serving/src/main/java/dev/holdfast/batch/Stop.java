package dev.holdfast.batch;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Tells an attempt that it is to stop, and the statement that it waits for. */
final class Stop {
    private volatile boolean requested;
    private @Nullable Statement running;

    boolean isRequested() {
        return requested;
    }

    void request() {
        requested = true;
        synchronized (this) {
            interrupt();
        }
    }

    /** Throws where the attempt is to stop. */
    void check() {
        if (requested) {
            throw new CancellationException("The attempt is to stop");
        }
    }

    /** The statement that is to be interrupted; null: none. */
    synchronized void interrupts(@Nullable Statement statement) {
        running = statement;
    }

    private void interrupt() {
        try {
            if (running != null) {
                running.cancel();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB could not be told to stop", e);
        }
    }
}
