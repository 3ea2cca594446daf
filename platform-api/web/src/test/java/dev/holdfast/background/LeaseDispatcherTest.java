package dev.holdfast.background;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.QueryTimeoutException;

/** Work that lies in memory, done by one thread at a time: each piece waits until it is told to end, or to stop. */
class LeaseDispatcherTest {
    private static final Duration POLL = Duration.ofMillis(5);

    private final BlockingQueue<Piece> waiting = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final Set<Long> lost = ConcurrentHashMap.newKeySet();
    private final JobSignals signals = new JobSignals();
    private final Pieces dispatcher = new Pieces();
    private final AtomicInteger outages = new AtomicInteger();

    private record Piece(UUID job, int failures, long fence, CountDownLatch end) implements Lease {
        Piece(long fence) {
            this(UUID.randomUUID(), 0, fence, new CountDownLatch(1));
        }
    }

    private final class Worker extends LeaseWorker<Piece> {
        Worker() {
            super(3);
        }

        @Override
        protected void work(Piece piece, Cancellation cancellation) throws Exception {
            said.add("begun " + piece.fence());
            try (Cancellation.Registration _ = cancellation.onCancel(piece.end()::countDown)) {
                piece.end().await();
            }
            cancellation.check();
            untilDatabaseAnswers(piece, cancellation, () -> {
                if (outages.getAndDecrement() > 0) {
                    throw new QueryTimeoutException("away");
                }
                said.add("done " + piece.fence());
            });
        }

        @Override
        protected void release(Piece piece) {
            if (lost.contains(piece.fence())) {
                said.add("refused " + piece.fence());
                throw new StaleLeaseException(piece);
            }
            said.add("released " + piece.fence());
        }

        @Override
        protected Runnable retry(Piece piece, Duration delay) {
            return () -> said.add("retried " + piece.fence() + " in " + delay.toSeconds());
        }

        @Override
        protected Runnable failure(Piece piece, Throwable failure) {
            return () -> said.add("failed " + piece.fence());
        }
    }

    private final class Pieces extends LeaseDispatcher<Piece> {
        Pieces() {
            super(new Settings("test-piece", true, 1, POLL), new Worker(), signals);
        }

        @Override
        protected List<Piece> claim(int most) {
            return Stream.ofNullable(waiting.poll()).toList();
        }

        @Override
        protected Set<Long> renew(Set<Long> fences) {
            return fences.stream().filter(fence -> !lost.contains(fence)).collect(Collectors.toSet());
        }

        @Override
        protected void lookAround(Set<Long> fences) {
            if (fences.isEmpty() && waiting.isEmpty()) {
                throw new IllegalStateException("Fails whenever nothing is to be done");
            }
        }
    }

    @AfterEach
    void stop() {
        dispatcher.stop();
    }

    private Piece begun(long fence) throws InterruptedException {
        Piece piece = new Piece(fence);
        waiting.add(piece);
        signals.work();
        assertThat(said.take()).isEqualTo("begun " + fence);
        return piece;
    }

    @Test
    void onePieceAfterTheOtherIsDoneHoweverOftenALookFails() throws InterruptedException {
        dispatcher.start();
        Piece first = begun(1);
        Piece second = new Piece(2);
        waiting.add(second);
        first.end().countDown();
        assertThat(said.take()).isEqualTo("done 1");
        assertThat(said.take()).isEqualTo("begun 2");
        second.end().countDown();
        assertThat(said.take()).isEqualTo("done 2");
    }

    @Test
    void theEndOfAJobStopsTheWorkOnItAndTellsWhoWaits() throws InterruptedException {
        dispatcher.start();
        Piece piece = begun(1);
        CountDownLatch looked = new CountDownLatch(1);
        Thread waiter = Thread.ofVirtual()
                .start(() -> signals.awaitEnd(piece.job(), Duration.ofDays(1), () -> {
                    looked.countDown();
                    return false;
                }));
        looked.await();

        signals.ended(piece.job());

        waiter.join();
        assertThat(said.take()).isEqualTo("released 1");
        begun(2);
    }

    @Test
    void whatWasTakenAwayStopsAndIsRefused() throws InterruptedException {
        dispatcher.start();
        begun(1);

        lost.add(1L);

        assertThat(said.take()).isEqualTo("refused 1");
        begun(2);
    }

    @Test
    void aStopGivesTheWorkBackAndAStartGoesOn() throws InterruptedException {
        dispatcher.start();
        begun(1);

        dispatcher.stop();

        assertThat(said).containsExactly("released 1");
        assertThat(dispatcher.isRunning()).isFalse();
        said.clear();
        dispatcher.start();
        begun(2);
    }

    @Test
    void whatIsDoneIsWrittenOnceTheDatabaseAnswers() throws InterruptedException {
        outages.set(1);
        dispatcher.start();
        begun(1).end().countDown();

        assertThat(said.take()).isEqualTo("done 1");
        assertThat(outages).hasNegativeValue();
    }
}
