package dev.holdfast.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchQueueTest {
    private static final long A_MINUTE_US = 60_000_000;
    /** Waits for others for as long as it takes, with four rows a run. */
    private static final Batching OF_FOUR = new Batching(true, 4, A_MINUTE_US, 1);
    /** Joins what waits anyhow. */
    private static final Batching EAGER = new Batching(true, 4, 0, 1);

    private final RunThreads threads = new RunThreads(2, new QueueLimit(100, 10_000));
    private final RunQueue queue = new RunQueue(threads);
    private final List<Integer> runs = new CopyOnWriteArrayList<>();
    private final BatchQueue batches = new BatchQueue(threads, queue, List.of("x"), true, this::run);
    private final Semaphore held = new Semaphore(0);
    private final BlockingQueue<RunStop> begun = new LinkedBlockingQueue<>();
    private volatile boolean holding;

    @AfterEach
    void stop() {
        held.release(1_000);
        threads.close();
    }

    /** Doubles; fails on a negative number. Waits for leave where the test wants it. */
    private Map<String, Tensor> run(Map<String, Tensor> inputs, RunStop stop) {
        Tensor x = JoinedRows.tensor(inputs, "x");
        runs.add(x.rows());
        if (holding) {
            begun.add(stop);
            held.acquireUninterruptibly();
        }
        float[] values = x.floats();
        for (int i = 0; i < values.length; i++) {
            if (values[i] < 0) {
                throw new IllegalArgumentException("negative");
            }
            values[i] *= 2;
        }
        return Map.of("y", Tensor.of("y", x.shape(), values));
    }

    @Test
    void rowsOfSeveralRequestsRunAtOnceAndEachGetsItsOwn() {
        trust();
        List<CompletableFuture<Ran>> answers = List.of(ask(OF_FOUR, 1f), ask(OF_FOUR, 2f, 3f), ask(OF_FOUR, 4f));
        assertThat(values(answers.get(0))).containsExactly(2);
        assertThat(values(answers.get(1))).containsExactly(4, 6);
        assertThat(values(answers.get(2))).containsExactly(8);
        assertThat(runs).containsExactly(4);
        assertThat(answers).extracting(answer -> answer.join().rowsTogether()).containsOnly(4);
        assertThat(answers.stream().filter(answer -> answer.join().counts())).hasSize(1);
        assertThat(queue.room().rows()).isZero();
    }

    @Test
    void onlyEqualShapesAreJoined() {
        trust();
        var one = ask(OF_FOUR, 2, 1f, 2f);
        var other = ask(OF_FOUR, 1, 5f);
        var oneMore = ask(OF_FOUR, 2, 3f, 4f, 5f, 6f, 7f, 8f);
        assertThat(values(one)).containsExactly(2, 4);
        assertThat(values(oneMore)).containsExactly(6, 8, 10, 12, 14, 16);
        assertThat(other).isNotDone();
        assertThat(runs).containsExactly(4);
        ask(OF_FOUR, 1, 1f, 2f, 3f).join();
        assertThat(values(other)).containsExactly(10);
        assertThat(runs).containsExactly(4, 4);
    }

    @Test
    void nobodyWaitsForAnIdleInstanceAndWhatWaitsAnyhowIsJoined() throws InterruptedException {
        trust();
        holding = true;
        var first = ask(EAGER, 1f);
        begun.take();
        List<CompletableFuture<Ran>> later = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            later.add(ask(EAGER, (float) i));
        }
        held.release(3);
        assertThat(values(first)).containsExactly(2);
        for (int i = 0; i < 6; i++) {
            assertThat(values(later.get(i))).containsExactly(2 * i);
        }
        assertThat(runs).containsExactly(1, 4, 2);
    }

    @Test
    void aRequestThatIsAtFaultFailsAlone() {
        trust();
        var good = ask(OF_FOUR, 1f);
        var bad = ask(OF_FOUR, -1f);
        var rest = ask(OF_FOUR, 2f, 3f);
        assertThat(values(good)).containsExactly(2);
        assertThat(values(rest)).containsExactly(4, 6);
        assertThat(failure(bad)).hasMessage("negative");
        assertThat(runs).containsExactly(4, 1, 1, 2);
        assertThat(queue.room().rows()).isZero();
    }

    @Test
    void whoHangsUpLeavesAloneBeforeAndInARun() throws InterruptedException {
        trust();
        Deadline before = Deadline.none();
        Deadline within = Deadline.none();
        var gone = ask(OF_FOUR, before, 1f);
        before.callerGone();
        assertThat(problem(gone)).isEqualTo(ProblemType.DEADLINE_EXCEEDED);
        holding = true;
        var leaving = ask(OF_FOUR, within, 2f);
        var staying = ask(OF_FOUR, Deadline.none(), 3f, 4f, 5f);
        RunStop stop = begun.take();
        within.callerGone();
        assertThat(problem(leaving)).isEqualTo(ProblemType.DEADLINE_EXCEEDED);
        assertThat(stop.isStopped()).isFalse();
        held.release();
        assertThat(values(staying)).containsExactly(6, 8, 10);
        assertThat(staying.join().counts()).isTrue();
        assertThat(runs).containsExactly(4);
        assertThat(queue.room().rows()).isZero();
    }

    @Test
    void aRunThatNobodyWaitsForIsEnded() throws InterruptedException {
        trust();
        holding = true;
        Deadline one = Deadline.none();
        Deadline other = Deadline.none();
        var first = ask(OF_FOUR, one, 1f, 2f);
        var second = ask(OF_FOUR, other, 3f, 4f);
        RunStop stop = begun.take();
        one.callerGone();
        other.callerGone();
        assertThat(stop.isStopped()).isTrue();
        assertThat(first).isCompletedExceptionally();
        assertThat(second).isCompletedExceptionally();
        held.release();
    }

    @Test
    void aDeadlineEndsTheWaitingForOthersEarlyAndIsOfOneAlone() throws InterruptedException {
        trust();
        // Half of its time is spent on waiting for others at most.
        assertThat(values(ask(OF_FOUR, Deadline.in(Duration.ofSeconds(2)), 1f))).containsExactly(2);
        holding = true;
        var late = ask(OF_FOUR, Deadline.in(Duration.ofMillis(300)), 1f);
        var patient = ask(OF_FOUR, Deadline.none(), 2f, 3f, 4f);
        begun.take();
        assertThat(problem(late)).isEqualTo(ProblemType.DEADLINE_EXCEEDED);
        assertThat(patient).isNotDone();
        held.release();
        assertThat(values(patient)).containsExactly(4, 6, 8);
    }

    @Test
    void moreThanMayWaitIsRefused() throws InterruptedException {
        trust();
        holding = true;
        var _ = ask(EAGER, 1f);
        begun.take();
        for (int i = 0; i < 33; i++) {
            var _ = ask(EAGER, 1f, 2f, 3f);
        }
        assertThat(problem(ask(EAGER, 1f))).isEqualTo(ProblemType.OVERLOADED);
    }

    @Test
    void aModelWhoseRowsDependOnEachOtherIsNotJoined() {
        BatchQueue sums = new BatchQueue(threads, queue, List.of("x"), true, (inputs, stop) -> {
            Tensor x = JoinedRows.tensor(inputs, "x");
            runs.add(x.rows());
            float[] values = x.floats();
            Arrays.fill(values, values[0]);
            return Map.of("y", Tensor.of("y", x.shape(), values));
        });
        var one = sums.submit(input(1, 1f, 1f), new RunSize(2, 8), Deadline.none(), OF_FOUR);
        var other = sums.submit(input(1, 7f, 7f), new RunSize(2, 8), Deadline.none(), OF_FOUR);
        assertThat(values(one)).containsExactly(1, 1);
        assertThat(values(other)).containsExactly(7, 7);
        assertThat(runs).containsExactly(2, 2, 4);
        assertThat(sums.joins()).isFalse();
        assertThat(sums.takes(input(1, 1f), new RunSize(1, 4), OF_FOUR)).isFalse();
    }

    @Test
    void onlyWhatGainsIsJoined() {
        assertThat(batches.takes(input(1, 1f), new RunSize(1, 4), Batching.OFF)).isFalse();
        assertThat(batches.takes(input(1, 1f), new RunSize(1, 4), OF_FOUR)).isTrue();
        assertThat(batches.takes(input(1, 1f, 2f, 3f, 4f), new RunSize(4, 16), OF_FOUR))
                .isFalse();
        // Nothing is known of how long a run takes; then that one takes a millisecond; then that it takes much less.
        assertThat(batches.takes(input(1, 1f), new RunSize(1, 4), EAGER)).isFalse();
        queue.ranAlone(1, 1_000_000);
        assertThat(batches.takes(input(1, 1f), new RunSize(1, 4), EAGER)).isTrue();
        queue.ranWithin(1, 10_000);
        assertThat(batches.takes(input(1, 1f), new RunSize(1, 4), EAGER)).isFalse();
    }

    /** The first joined run is tried both ways; tests are about those after it. */
    private void trust() {
        var one = ask(OF_FOUR, 1f, 2f);
        ask(OF_FOUR, 3f, 4f).join();
        one.join();
        assertThat(runs).containsExactly(2, 2, 4);
        runs.clear();
    }

    private CompletableFuture<Ran> ask(Batching batching, float... values) {
        return ask(batching, 1, values);
    }

    private CompletableFuture<Ran> ask(Batching batching, int width, float... values) {
        return batches.submit(
                input(width, values),
                new RunSize(values.length / width, 4L * values.length),
                Deadline.none(),
                batching);
    }

    private CompletableFuture<Ran> ask(Batching batching, Deadline deadline, float... values) {
        return batches.submit(input(1, values), new RunSize(values.length, 4L * values.length), deadline, batching);
    }

    private static Map<String, Tensor> input(int width, float... values) {
        return Map.of("x", Tensor.of("x", new long[] {values.length / width, width}, values));
    }

    private static double[] values(CompletableFuture<Ran> answer) {
        return JoinedRows.tensor(answer.join().outputs(), "y").doubles();
    }

    private static Throwable failure(CompletableFuture<Ran> answer) {
        try {
            answer.join();
        } catch (CompletionException e) {
            return Objects.requireNonNull(e.getCause());
        }
        throw new AssertionError("There was an answer");
    }

    private static ProblemType problem(CompletableFuture<Ran> answer) {
        if (failure(answer) instanceof ProblemException problem) {
            return problem.type();
        }
        throw new AssertionError("Another failure");
    }
}
