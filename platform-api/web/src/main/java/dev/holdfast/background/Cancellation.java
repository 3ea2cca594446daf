package dev.holdfast.background;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Tells an attempt that it is to stop, and whatever it waits for. */
public final class Cancellation {
    private final List<Runnable> actions = new ArrayList<>();
    private volatile boolean requested;

    public boolean requested() {
        return requested;
    }

    public synchronized void cancel() {
        requested = true;
        actions.forEach(Runnable::run);
    }

    /** Throws where the attempt is to stop. */
    public void check() {
        if (requested) {
            throw new CancellationException("The attempt is to stop");
        }
    }

    /** Runs {@code action} if the attempt is to stop before the registration is closed, and not after; throws where it is to stop already. */
    public synchronized Registration onCancel(Runnable action) {
        check();
        actions.add(action);
        return () -> {
            synchronized (this) {
                actions.remove(action);
            }
        };
    }

    /** Has the statement interrupted, as by {@link #onCancel}. */
    public Registration interrupts(Statement statement) {
        return onCancel(() -> {
            try {
                statement.cancel();
            } catch (SQLException e) {
                throw new IllegalStateException("A statement could not be told to stop", e);
            }
        });
    }

    /** Ends a registration. */
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
