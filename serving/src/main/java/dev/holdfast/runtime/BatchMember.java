package dev.holdfast.runtime;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request that may be joined with others, until it is answered, its deadline passes or its caller hangs up. */
final class BatchMember {
    private enum State {
        WAITING,
        RUNNING,
        ENDED
    }

    private final Map<String, Tensor> inputs;
    private final RunSize size;
    private final Deadline deadline;
    private final long since = System.nanoTime();
    private final CompletableFuture<Ran> result = new CompletableFuture<>();
    private State state = State.WAITING;
    private Consumer<BatchMember> whenLeft;
    private @Nullable Future<?> alarm;

    /** @param whenLeft hears when nobody waits for its answer any more, before it begins */
    BatchMember(Map<String, Tensor> inputs, RunSize size, Deadline deadline, Consumer<BatchMember> whenLeft) {
        this.inputs = inputs;
        this.size = size;
        this.deadline = deadline;
        this.whenLeft = whenLeft;
    }

    /** From now on it may give up by itself. */
    void watch() {
        if (deadline.isSet()) {
            Future<?> set = RunThreads.after(deadline.leftNanos(), this::giveUp);
            synchronized (this) {
                alarm = set;
                if (state == State.ENDED) {
                    set.cancel(false);
                }
            }
        }
        deadline.whenGone(this::giveUp);
        if (isEnded()) {
            deadline.whenGone(null);
        }
    }

    CompletableFuture<Ran> result() {
        return result;
    }

    Map<String, Tensor> inputs() {
        return inputs;
    }

    RunSize size() {
        return size;
    }

    /** Nanoseconds that its caller still waits. */
    long leftNanos() {
        return deadline.leftNanos();
    }

    long waitedNanos(long until) {
        return until - since;
    }

    synchronized boolean isEnded() {
        return state == State.ENDED;
    }

    /** Begins, or begins anew; false where nobody waits for it. From now on {@code leaves} hears when nobody does. */
    synchronized boolean begin(Runnable leaves) {
        if (state == State.ENDED) {
            return false;
        }
        state = State.RUNNING;
        whenLeft = ended -> leaves.run();
        return true;
    }

    /** False where nobody waits for it any more. */
    boolean answer(Ran ran) {
        return end() != null && result.complete(ran);
    }

    void fail(Throwable failure) {
        if (end() != null) {
            result.completeExceptionally(failure);
        }
    }

    private void giveUp() {
        Consumer<BatchMember> left = end();
        if (left != null) {
            left.accept(this);
            result.completeExceptionally(deadline.problem());
        }
    }

    /** Who is to hear that it left; null where it ended before. */
    private @Nullable Consumer<BatchMember> end() {
        Consumer<BatchMember> told;
        synchronized (this) {
            if (state == State.ENDED) {
                return null;
            }
            state = State.ENDED;
            told = whenLeft;
            if (alarm != null) {
                alarm.cancel(false);
            }
        }
        deadline.whenGone(null);
        return told;
    }
}
