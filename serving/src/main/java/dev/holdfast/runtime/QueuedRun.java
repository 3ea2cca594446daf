package dev.holdfast.runtime;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A run that waits for a thread, until its turn, its deadline or its caller's end. Its result is there as soon as one of them is. */
final class QueuedRun implements Runnable {
    private final Deadline deadline;
    private final Function<RunStop, Ran> run;
    private final Runnable leave;
    private final RunStop stop = new RunStop();
    private final CompletableFuture<Ran> result = new CompletableFuture<>();
    private final AtomicBoolean taken = new AtomicBoolean();
    private final @Nullable Future<?> alarm;

    /** @param leave gives back what it takes of the queue */
    QueuedRun(Deadline deadline, Function<RunStop, Ran> run, Runnable leave) {
        this.deadline = deadline;
        this.run = run;
        this.leave = leave;
        this.alarm = deadline.isSet() ? RunThreads.after(deadline.leftNanos(), this::giveUp) : null;
        deadline.whenGone(this::giveUp);
    }

    CompletableFuture<Ran> result() {
        return result;
    }

    @Override
    public void run() {
        if (!taken.compareAndSet(false, true)) {
            return;
        }
        Ran ran = null;
        Throwable failure = null;
        try {
            ran = run.apply(stop);
        } catch (RuntimeException | Error e) {
            failure = stop.isStopped() ? deadline.problem() : e;
        }
        end();
        if (ran != null) {
            result.complete(ran);
        } else if (failure != null) {
            result.completeExceptionally(failure);
        }
    }

    /** Nobody waits any more: leaves the queue, or ends the run. */
    private void giveUp() {
        if (taken.compareAndSet(false, true)) {
            end();
            result.completeExceptionally(deadline.problem());
        } else {
            // An engine that can't be ended runs on; nobody waits for that.
            stop.stop();
            result.completeExceptionally(deadline.problem());
        }
    }

    private void end() {
        leave.run();
        deadline.whenGone(null);
        if (alarm != null) {
            alarm.cancel(false);
        }
    }
}
