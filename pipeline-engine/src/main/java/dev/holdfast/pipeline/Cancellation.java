package dev.holdfast.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Tells a step that it is to stop, and whatever it waits for. */
final class Cancellation {
    private final List<Runnable> actions = new ArrayList<>();
    private volatile boolean requested;

    boolean requested() {
        return requested;
    }

    void cancel() {
        List<Runnable> todo;
        synchronized (this) {
            requested = true;
            todo = List.copyOf(actions);
        }
        todo.forEach(Runnable::run);
    }

    /** Throws where the step is to stop. */
    void check() {
        if (requested) {
            throw new CancellationException("The step was cancelled");
        }
    }

    /** Calls {@code action}, from another thread, when the step is to stop; until the registration is closed. */
    Registration onCancel(Runnable action) {
        synchronized (this) {
            actions.add(action);
        }
        if (requested) {
            action.run();
        }
        return () -> {
            synchronized (this) {
                actions.remove(action);
            }
        };
    }

    /** Ends a registration. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
