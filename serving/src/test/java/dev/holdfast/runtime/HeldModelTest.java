package dev.holdfast.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.testkit.TinyOnnx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldModelTest {
    @TempDir
    private Path folder;

    private final AtomicInteger opened = new AtomicInteger();
    private final ModelCounts counts = new ModelCounts();
    private Supplier<LoadedModel> opening = () -> {
        throw new IllegalStateException("No test has said how it is opened");
    };

    @BeforeEach
    void writeModel() throws IOException {
        Path file = Files.write(folder.resolve("model.onnx"), TinyOnnx.regression(List.of("a"), 1, 5));
        opening = () -> LoadedModel.open(file, RunThreads.usual());
    }

    private HeldModel held() {
        LoadedModel first = opening.get();
        return new HeldModel(
                "Model \"m\" version 1",
                first.signature(),
                first,
                need -> {
                    opened.incrementAndGet();
                    return opening.get();
                },
                counts,
                QueueLimit.USUAL);
    }

    @Test
    void whatWasUnloadedIsLoadedOnceForAllThatWait() {
        CountDownLatch allAsk = new CountDownLatch(1);
        Supplier<LoadedModel> before = opening;
        try (HeldModel model = held()) {
            opening = () -> {
                await(allAsk);
                return before.get();
            };
            assertThat(model.unloadIfIdle()).isTrue();
            assertThat(model.unloadIfIdle()).as("again").isFalse();
            assertThat(model.standing().state()).isEqualTo(HeldModel.State.UNLOADED);
            assertThat(model.standing().memory()).isNull();
            assertThat(counts.displacements()).isEqualTo(1);

            List<CompletableFuture<Ran>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                answers.add(ask(model, i, Deadline.none()));
            }
            assertThat(model.standing().state()).isEqualTo(HeldModel.State.LOADING);
            allAsk.countDown();
            for (int i = 0; i < 100; i++) {
                Ran ran = answers.get(i).join();
                assertThat(prediction(ran)).isEqualTo(i + 5);
                assertThat(ran.waitedNanos()).isPositive();
            }
            assertThat(opened).hasValue(1);
            assertThat(model.standing().state()).isEqualTo(HeldModel.State.LOADED);
            assertThat(model.standing().wasUsed()).isTrue();
        }
    }

    @Test
    void whatHasRequestsStays() {
        try (HeldModel model = held()) {
            LoadedModel.Lease lease = model.acquire().orElseThrow();
            assertThat(model.unloadIfIdle()).isFalse();
            lease.close();
            assertThat(model.unloadIfIdle()).isTrue();
            // A lease on what is away holds nothing, and does not bring it back.
            assertThat(model.acquire()).isPresent();
            assertThat(opened).hasValue(0);
        }
    }

    @Test
    void whatItDoesNotTakeIsRefusedWithoutIt() {
        try (HeldModel model = held()) {
            model.unloadIfIdle();
            assertThatThrownBy(() -> model.run(Map.of("other", Tensor.column("other", 1f))))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> assertThat(problem.type()).isEqualTo(ProblemType.INVALID));
            assertThat(opened).hasValue(0);
        }
    }

    @Test
    void aFailureIsToldToAllAndNotTriedByEach() {
        try (HeldModel model = held()) {
            Supplier<LoadedModel> before = opening;
            opening = () -> {
                throw new UncheckedIOException(new IOException("the store is away"));
            };
            model.unloadIfIdle();
            for (int i = 0; i < 50; i++) {
                ProblemException problem = problem(ask(model, 1, Deadline.none()));
                assertThat(problem.type()).isEqualTo(ProblemType.UNAVAILABLE);
                assertThat(problem.detail())
                        .contains("Model \"m\" version 1", "could not be read", "tried again in 1 s");
                assertThat(problem.retryAfter()).contains(Duration.ofSeconds(1));
            }
            assertThat(opened).hasValue(1);
            assertThat(model.failure()).contains("could not be read");
            opening = before;
        }
    }

    @Test
    void whoCannotWaitIsToldWhenItMayBeBack() {
        CountDownLatch late = new CountDownLatch(1);
        Supplier<LoadedModel> before = opening;
        try (HeldModel model = held()) {
            opening = () -> {
                await(late);
                return before.get();
            };
            model.unloadIfIdle();
            ProblemException problem = problem(ask(model, 1, Deadline.in(Duration.ofMillis(20))));
            assertThat(problem.type()).isEqualTo(ProblemType.UNAVAILABLE);
            assertThat(problem.retryAfter()).isPresent();
            Deadline patient = Deadline.none();
            CompletableFuture<Ran> gone = ask(model, 1, patient);
            patient.callerGone();
            assertThat(problem(gone).detail()).contains("hung up");
            CompletableFuture<Ran> stays = ask(model, 2, Deadline.none());
            late.countDown();
            assertThat(prediction(stays.join())).isEqualTo(7);
        }
    }

    @Test
    void whoWaitsIsAnsweredAlsoWhereItIsClosedMeanwhile() {
        CountDownLatch late = new CountDownLatch(1);
        Supplier<LoadedModel> before = opening;
        List<LoadedModel> all = new ArrayList<>();
        HeldModel model = held();
        opening = () -> {
            await(late);
            all.add(before.get());
            return all.getFirst();
        };
        model.unloadIfIdle();
        CompletableFuture<Ran> waits = ask(model, 1, Deadline.none());
        model.close();
        assertThat(model.acquire()).isEmpty();
        late.countDown();
        assertThat(prediction(waits.join())).isEqualTo(6);
        assertThat(all).hasSize(1);
        // Closed after those who waited have their answers.
        Awaitility.await("no lease on what was closed").until(() -> {
            Optional<LoadedModel.Lease> lease = all.getFirst().acquire();
            lease.ifPresent(LoadedModel.Lease::close);
            return lease.isEmpty();
        });
    }

    private static CompletableFuture<Ran> ask(HeldModel model, float value, Deadline deadline) {
        return model.submit(Map.of("a", Tensor.column("a", value)), deadline, Batching.OFF);
    }

    private static double prediction(Ran ran) {
        return Objects.requireNonNull(ran.outputs().get("prediction")).doubleAt(0);
    }

    private static ProblemException problem(CompletableFuture<Ran> answer) {
        Throwable failure = catchThrowable(answer::join);
        assertThat(failure).isInstanceOf(CompletionException.class).cause().isInstanceOf(ProblemException.class);
        return (ProblemException) Objects.requireNonNull(failure.getCause());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
