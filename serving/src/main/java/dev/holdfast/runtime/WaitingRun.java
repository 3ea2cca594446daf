package dev.holdfast.runtime;

import dev.holdfast.kernel.ProblemException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A request that waits for its model to come into memory, until that has happened, its deadline or its caller's end. */
final class WaitingRun {
    private final Deadline deadline;
    private final Supplier<ProblemException> late;
    private final Runnable leave;
    private final long since = System.nanoTime();
    private final CompletableFuture<Ran> result = new CompletableFuture<>();
    private final AtomicBoolean taken = new AtomicBoolean();
    private final @Nullable Future<?> alarm;

    /**
     * @param late what the caller is told when his deadline passes
     * @param leave gives back what it takes of the queue
     */
    WaitingRun(Deadline deadline, Supplier<ProblemException> late, Runnable leave) {
        this.deadline = deadline;
        this.late = late;
        this.leave = leave;
        this.alarm = deadline.isSet() ? RunThreads.after(deadline.leftNanos(), () -> giveUp(late.get())) : null;
        deadline.whenGone(() -> giveUp(deadline.problem()));
    }

    CompletableFuture<Ran> result() {
        return result;
    }

    private void giveUp(ProblemException told) {
        if (taken.compareAndSet(false, true)) {
            end();
            result.completeExceptionally(told);
        }
    }

    /**
     * It is there, or can't be.
     *
     * @param model held for this request from here on, so that it is not unloaded first
     * @param run asks it; runs on a thread of its own, beside all others that waited
     */
    void arrived(@Nullable LoadedModel model, @Nullable Throwable failure, Supplier<CompletableFuture<Ran>> run) {
        if (!taken.compareAndSet(false, true)) {
            return;
        }
        end();
        if (model == null) {
            result.completeExceptionally(failure == null ? late.get() : failure);
            return;
        }
        long waited = System.nanoTime() - since;
        LoadedModel.@Nullable Lease lease = model.acquire().orElse(null);
        Thread.startVirtualThread(() -> {
            try {
                var _ = run.get().whenComplete((ran, failed) -> {
                    close(lease);
                    if (ran != null) {
                        result.complete(ran.waited(waited));
                    } else {
                        result.completeExceptionally(failed);
                    }
                });
            } catch (RuntimeException | Error e) {
                close(lease);
                result.completeExceptionally(e);
            }
        });
    }

    private static void close(LoadedModel.@Nullable Lease lease) {
        if (lease != null) {
            lease.close();
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
