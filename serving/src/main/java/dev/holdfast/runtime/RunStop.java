package dev.holdfast.runtime;

import org.jspecify.annotations.Nullable;

/** Ends a run from another thread. */
final class RunStop {
    /** For runs that are over before anyone could. */
    static final RunStop NEVER = new RunStop(false);

    private final boolean possible;
    private volatile boolean stopped;
    private @Nullable Runnable end;

    private RunStop(boolean possible) {
        this.possible = possible;
    }

    RunStop() {
        this(true);
    }

    /** Whether anyone may end the run. */
    boolean isPossible() {
        return possible;
    }

    /** A run is under way that {@code ending} ends; at once where it is not wanted any more. Followed by {@link #ended}. */
    synchronized void begin(Runnable ending) {
        end = ending;
        if (stopped) {
            ending.run();
        }
    }

    /** The run is over: what would have ended it is not called any more. */
    synchronized void ended() {
        end = null;
    }

    /** Whether nobody wants the run's result any more; an engine that can't be ended from outside asks now and then. */
    boolean isStopped() {
        return stopped;
    }

    synchronized void stop() {
        stopped = true;
        Runnable ending = end;
        if (ending != null) {
            ending.run();
        }
    }
}
