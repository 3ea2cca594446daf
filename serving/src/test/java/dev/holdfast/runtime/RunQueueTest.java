package dev.holdfast.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunQueueTest {
    private static final Map<String, Tensor> ANSWER = Map.of();

    private final RunThreads threads = new RunThreads(1, new QueueLimit(10, 1_000));
    private final RunQueue queue = new RunQueue(threads);
    private final CountDownLatch busy = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    /** One run that shows the queue how long they take. */
    @BeforeEach
    void learn() {
        assertThat(submit(1, Deadline.none(), stop -> {
                    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(5);
                    while (System.nanoTime() < end) {
                        Thread.onSpinWait();
                    }
                    return ANSWER;
                }))
                .isCompleted();
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        threads.close();
    }

    @Test
    void whatIsTooMuchIsRefusedAndTakenAgainLater() throws InterruptedException {
        CompletableFuture<Map<String, Tensor>> first = submit(5, Deadline.none(), this::blocking);
        busy.await();
        CompletableFuture<Map<String, Tensor>> second = submit(5, Deadline.none(), stop -> ANSWER);
        assertThat(problem(submit(1, Deadline.none(), stop -> ANSWER))).isEqualTo(ProblemType.OVERLOADED);
        assertThat(second).isNotDone();
        goOn.countDown();
        assertThat(first.join()).isSameAs(ANSWER);
        assertThat(second.join()).isSameAs(ANSWER);
        assertThat(submit(10, Deadline.none(), stop -> ANSWER).join()).isSameAs(ANSWER);
        assertThat(submit(1_000, Deadline.none(), stop -> ANSWER).join()).isSameAs(ANSWER);
        assertThat(queue.room().rows()).isZero();
    }

    @Test
    void aDeadlineEndsTheWaiting() throws InterruptedException {
        var _ = submit(1, Deadline.none(), this::blocking);
        busy.await();
        AtomicBoolean ran = new AtomicBoolean();
        assertThat(problem(submit(1, Deadline.in(Duration.ofMillis(20)), stop -> {
                    ran.set(true);
                    return ANSWER;
                })))
                .isEqualTo(ProblemType.DEADLINE_EXCEEDED);
        assertThat(queue.room().rows()).isOne();
        goOn.countDown();
        assertThat(submit(1, Deadline.none(), stop -> ANSWER).join()).isSameAs(ANSWER);
        assertThat(ran).isFalse();
    }

    @Test
    void aDeadlineThatHasPassedRunsNothing() {
        assertThat(problem(submit(1, Deadline.in(Duration.ZERO), stop -> {
                    throw new IllegalStateException("ran");
                })))
                .isEqualTo(ProblemType.DEADLINE_EXCEEDED);
    }

    @Test
    void whoHangsUpLeavesTheQueue() throws InterruptedException {
        var _ = submit(1, Deadline.none(), this::blocking);
        busy.await();
        Deadline caller = Deadline.none();
        CompletableFuture<Map<String, Tensor>> waiting =
                submit(3, caller.atMost(Duration.ofMinutes(1)), stop -> ANSWER);
        assertThat(queue.room().rows()).isEqualTo(4);
        caller.callerGone();
        assertThat(waiting).isCompletedExceptionally();
        assertThat(queue.room().rows()).isOne();
    }

    @Test
    void aRunThatTakesTooLongIsEnded() {
        assertThat(problem(submit(1, Deadline.in(Duration.ofMillis(20)), stop -> {
                    while (!stop.isStopped()) {
                        Thread.onSpinWait();
                    }
                    throw new IllegalStateException("ended");
                })))
                .isEqualTo(ProblemType.DEADLINE_EXCEEDED);
    }

    @Test
    void aFailureIsTheCallers() {
        assertThatThrownBy(() -> submit(1, Deadline.none(), stop -> {
                            throw new IllegalStateException("broken");
                        })
                        .join())
                .hasRootCauseMessage("broken");
        assertThat(queue.room().rows()).isZero();
    }

    private Map<String, Tensor> blocking(RunStop stop) {
        busy.countDown();
        try {
            goOn.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return ANSWER;
    }

    private CompletableFuture<Map<String, Tensor>> submit(int rows, Deadline deadline, RunQueue.Run run) {
        return queue.submit(new RunSize(rows, rows), deadline, run).thenApply(Ran::outputs);
    }

    private static ProblemType problem(CompletableFuture<Map<String, Tensor>> result) {
        try {
            result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ProblemException problem) {
                return problem.type();
            }
            throw e;
        }
        throw new AssertionError("There was an answer");
    }
}
