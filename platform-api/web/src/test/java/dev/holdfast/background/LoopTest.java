package dev.holdfast.background;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopTest {
    private static final Duration FOR_EVER = Duration.ofDays(1);

    private final BlockingQueue<Integer> passes = new LinkedBlockingQueue<>();
    private final Loop loop = new Loop("test-loop", "The test fails", Duration.ZERO, this::pass);
    private int number;

    private Duration pass() {
        passes.add(++number);
        if (number == 1) {
            throw new IllegalStateException("The first pass fails");
        }
        return FOR_EVER;
    }

    @AfterEach
    void stop() {
        loop.stop(FOR_EVER);
    }

    @Test
    void goesOnAfterAFailureAndWaitsUntilItIsWoken() throws InterruptedException {
        loop.start();
        assertThat(passes.take()).isEqualTo(1);
        assertThat(passes.take()).isEqualTo(2);
        loop.wake();
        assertThat(passes.take()).isEqualTo(3);
    }

    @Test
    void endsWhenItIsStoppedAndMayBeStartedAgain() throws InterruptedException {
        loop.start();
        assertThat(passes.take()).isEqualTo(1);
        assertThat(passes.take()).isEqualTo(2);
        assertThat(loop.isRunning()).isTrue();

        loop.stop(FOR_EVER);

        assertThat(loop.isRunning()).isFalse();
        loop.wake();
        assertThat(passes).isEmpty();
        loop.start();
        assertThat(passes.take()).isEqualTo(3);
    }

    @Test
    void aStopDoesNotWaitForTheFirstPassThatIsToBeginLater() {
        loop.start(FOR_EVER);

        loop.stop(FOR_EVER);

        assertThat(passes).isEmpty();
    }
}
