package dev.holdfast.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.testkit.TinyOnnx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests for real models, joined. */
class JoinedModelTest {
    private static final long A_MINUTE_US = 60_000_000;

    @TempDir
    private Path folder;

    @Test
    void answersAreTheSameToTheLastBitAndStayWithTheirRows() throws IOException {
        Random random = new Random(7);
        try (LoadedModel model = open(TinyOnnx.classifier(List.of("a", "b"), List.of("no", "maybe", "yes"), 0.25))) {
            for (int round = 0; round < 20; round++) {
                List<Map<String, Tensor>> requests = new ArrayList<>();
                int rows = 0;
                while (rows < 64) {
                    int count = Math.min(64 - rows, 1 + random.nextInt(9));
                    requests.add(columns(random, count));
                    rows += count;
                }
                List<CompletableFuture<Ran>> joined = requests.stream()
                        .map(request -> model.submit(request, Deadline.none(), new Batching(true, 64, A_MINUTE_US, 1)))
                        .toList();
                for (int i = 0; i < requests.size(); i++) {
                    Map<String, Tensor> alone = model.run(requests.get(i));
                    Map<String, Tensor> together = joined.get(i).join().outputs();
                    assertThat(together.keySet()).containsExactly("label", "probabilities");
                    assertThat(JoinedRows.tensor(together, "label").texts())
                            .containsExactly(JoinedRows.tensor(alone, "label").texts());
                    assertThat(JoinedRows.tensor(together, "probabilities").bytes())
                            .isEqualTo(JoinedRows.tensor(alone, "probabilities").bytes());
                    assertThat(joined.get(i).join().rowsTogether())
                            .isEqualTo(
                                    round == 0
                                            ? requests.get(i)
                                                    .values()
                                                    .iterator()
                                                    .next()
                                                    .rows()
                                            : 64);
                }
            }
        }
    }

    @Test
    void requestsOfSeveralShapesAreJoinedWithTheirLike() throws IOException {
        Batching ofFour = new Batching(true, 4, A_MINUTE_US, 1);
        try (LoadedModel model = open(TinyOnnx.squares())) {
            assertThat(model.joinsRequests()).isTrue();
            for (int round = 0; round < 3; round++) {
                List<CompletableFuture<Ran>> answers = new ArrayList<>();
                for (int i = 0; i < 12; i++) {
                    int width = 1 + i % 3;
                    float[] values = new float[width];
                    values[width - 1] = i;
                    answers.add(model.submit(
                            Map.of("x", Tensor.of("x", new long[] {1, width}, values)), Deadline.none(), ofFour));
                }
                for (int i = 0; i < 12; i++) {
                    Tensor y = JoinedRows.tensor(answers.get(i).join().outputs(), "y");
                    assertThat(y.shape()).containsExactly(1, 1 + i % 3);
                    assertThat(y.doubleAt(i % 3)).isEqualTo(i * i);
                    if (round > 0) {
                        assertThat(answers.get(i).join().rowsTogether()).isEqualTo(4);
                    }
                }
            }
        }
    }

    @Test
    void aRequestThatTheModelFailsOnHarmsNobodyElse() throws IOException {
        Batching ofThree = new Batching(true, 3, A_MINUTE_US, 1);
        try (LoadedModel model = open(TinyOnnx.lookup(10, 11, 12))) {
            for (int round = 0; round < 3; round++) {
                var good = model.submit(place(0), Deadline.none(), ofThree);
                var bad = model.submit(place(round == 0 ? 1 : 99), Deadline.none(), ofThree);
                var better = model.submit(place(2), Deadline.none(), ofThree);
                assertThat(JoinedRows.tensor(good.join().outputs(), "y").floats())
                        .containsExactly(10);
                assertThat(JoinedRows.tensor(better.join().outputs(), "y").floats())
                        .containsExactly(12);
                if (round > 0) {
                    assertThatThrownBy(bad::join).hasMessageContaining("can't run on them");
                }
            }
            assertThat(model.joinsRequests()).isTrue();
        }
    }

    @Test
    void modelsThatMixRowsOrHaveNoneAreNotJoined() throws IOException {
        Batching ofTwo = new Batching(true, 2, A_MINUTE_US, 1);
        try (LoadedModel model = open(TinyOnnx.overRows())) {
            for (int round = 0; round < 3; round++) {
                var one = model.submit(pair(0, 1), Deadline.none(), ofTwo);
                var other = model.submit(pair(2, 3), Deadline.none(), ofTwo);
                assertThat(JoinedRows.tensor(one.join().outputs(), "y").floats())
                        .containsExactly(1, 1);
                assertThat(JoinedRows.tensor(other.join().outputs(), "y").floats())
                        .containsExactly(1, 1);
                assertThat(model.joinsRequests()).isFalse();
            }
        }
        try (LoadedModel fixed = open(TinyOnnx.identity("FLOAT", 1, 2));
                LoadedModel square = open(TinyOnnx.identity("FLOAT", -1, -1))) {
            assertThat(fixed.joinsRequests()).isFalse();
            assertThat(square.joinsRequests()).isFalse();
        }
    }

    @Test
    void manyCallersWhoComeAndGoGetTheirOwnAnswersAndTheModelIsFreed() throws Exception {
        LoadedModel model = open(TinyOnnx.squares());
        Batching some = new Batching(true, 8, 200, 2);
        try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
            List<Future<?>> all = new ArrayList<>();
            for (int caller = 0; caller < 8; caller++) {
                int seed = caller;
                all.add(callers.submit(() -> {
                    Random random = new Random(seed);
                    for (int i = 0; i < 500; i++) {
                        float value = random.nextInt(1_000);
                        int rows = 1 + random.nextInt(3);
                        float[] values = new float[rows * 2];
                        values[rows * 2 - 1] = value;
                        Deadline deadline = Deadline.none();
                        var answer =
                                model.submit(Map.of("x", Tensor.of("x", new long[] {rows, 2}, values)), deadline, some);
                        if (random.nextInt(4) == 0) {
                            deadline.callerGone();
                        }
                        answer.handle((ran, failure) -> {
                                    if (ran != null) {
                                        Tensor y = JoinedRows.tensor(ran.outputs(), "y");
                                        assertThat(y.rows()).isEqualTo(rows);
                                        assertThat(y.doubleAt(rows * 2 - 1)).isEqualTo(value * value);
                                    }
                                    return null;
                                })
                                .join();
                    }
                }));
            }
            for (Future<?> caller : all) {
                caller.get();
            }
        }
        model.close();
        // A run may still be under way that nobody waits for any more; the last one frees the model.
        while (!model.isFreed()) {
            Thread.onSpinWait();
        }
    }

    private static Map<String, Tensor> columns(Random random, int rows) {
        float[] a = new float[rows];
        float[] b = new float[rows];
        for (int i = 0; i < rows; i++) {
            a[i] = random.nextFloat() - 0.5f;
            b[i] = random.nextFloat() - 0.5f;
        }
        return Map.of("a", Tensor.column("a", a), "b", Tensor.column("b", b));
    }

    private static Map<String, Tensor> place(long place) {
        return Map.of("x", Tensor.of("x", new long[] {1}, place));
    }

    private static Map<String, Tensor> pair(float... values) {
        return Map.of("x", Tensor.of("x", new long[] {1, 2}, values));
    }

    private LoadedModel open(byte[] file) throws IOException {
        return LoadedModel.open(Files.write(folder.resolve("model.onnx"), file), RunThreads.usual());
    }
}
