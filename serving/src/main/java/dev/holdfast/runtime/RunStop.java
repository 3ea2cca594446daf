package dev.holdfast.runtime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import org.jspecify.annotations.Nullable;

/** Ends a run from another thread. */
final class RunStop {
    /** For runs that are over before anyone could. */
    static final RunStop NEVER = new RunStop(false);

    private final boolean possible;
    private boolean stopped;
    private OrtSession.@Nullable RunOptions running;

    private RunStop(boolean possible) {
        this.possible = possible;
    }

    RunStop() {
        this(true);
    }

    /** What the native run takes; null where it can't be ended. Give it back to {@link #ended}. */
    synchronized OrtSession.@Nullable RunOptions begin() throws OrtException {
        if (!possible) {
            return null;
        }
        OrtSession.RunOptions options = new OrtSession.RunOptions();
        options.setTerminate(stopped);
        running = options;
        return options;
    }

    synchronized void ended(OrtSession.@Nullable RunOptions options) {
        if (options != null) {
            running = null;
            options.close();
        }
    }

    synchronized boolean isStopped() {
        return stopped;
    }

    synchronized void stop() {
        stopped = true;
        OrtSession.RunOptions options = running;
        if (options != null) {
            try {
                options.setTerminate(true);
            } catch (OrtException e) {
                throw new IllegalStateException("A run could not be ended", e);
            }
        }
    }
}
