package dev.holdfast.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.model.ModelFormat;
import dev.holdfast.model.ModelSignature;
import dev.holdfast.model.TensorSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every engine does, whatever it runs. */
abstract class RuntimeContract {
    /** Where PyTorch is unpacked for the tests of this module. */
    static final Path NATIVE = Path.of("target", "native");

    /** What was given up may run on a while: it must not keep the next out. */
    private static final RunThreads THREADS = new RunThreads(0, new QueueLimit(Integer.MAX_VALUE, Integer.MAX_VALUE));

    private final ModelRoom room = new ModelRoom(1 << 30);
    private final ModelEngines engines = new ModelEngines(THREADS, room, NATIVE);

    @TempDir
    private Path folder;

    /** What the contract asks an engine to run. */
    abstract ModelFormat format();

    /** A model that takes rows of two numbers and gives one for each. */
    abstract byte[] model();

    /** What its maker says of it; absent where its file does. */
    abstract @Nullable ModelSignature stated();

    /** What it gives for a row. */
    abstract double expected(float first, float second);

    /** Its inputs, for rows of two numbers. */
    abstract Map<String, Tensor> inputs(float[]... rows);

    /** A model and inputs that keep the engine busy for tens of milliseconds at least. */
    abstract Slow slow();

    static final class Slow {
        private final byte[] model;
        private final @Nullable ModelSignature stated;
        private final Map<String, Tensor> inputs;

        Slow(byte[] model, @Nullable ModelSignature stated, Map<String, Tensor> inputs) {
            this.model = model;
            this.stated = stated;
            this.inputs = inputs;
        }
    }

    @Test
    void saysWhatItTakesAndGivesAndAnswersEveryRow() throws IOException {
        try (LoadedModel model = open(model(), stated())) {
            assertThat(model.signature().inputs())
                    .extracting(TensorSpec::name)
                    .containsAll(inputs(row(1, 2)).keySet());
            assertThat(model.signature().outputs()).hasSize(1);
            model.warmUp();
            float[][] rows = {row(1, 2), row(-3, 0.5f), row(0, 0), row(1e6f, -1e6f)};
            Tensor output = output(model, inputs(rows));
            assertThat(output.rows()).isEqualTo(rows.length);
            for (int i = 0; i < rows.length; i++) {
                double wanted = expected(rows[i][0], rows[i][1]);
                assertThat(output.doubleAt(i)).isCloseTo(wanted, Offset.offset(1e-6 * Math.max(1, Math.abs(wanted))));
            }
        }
    }

    @Test
    void wrongInputsAreNamed() throws IOException {
        try (LoadedModel model = open(model(), stated())) {
            String name = inputs(row(1, 2)).keySet().iterator().next();
            assertThat(errors(model, Map.of("other", Tensor.of("other", new long[] {1, 2}, 1f, 2f))))
                    .extracting(FieldError::field)
                    .contains("inputs." + name, "inputs.other");
            assertThat(errors(model, Map.of(name, Tensor.of(name, new long[] {1, 3}, 1f, 2f, 3f))))
                    .anySatisfy(error -> assertThat(error.message()).contains("[1, 3]", "FP32"));
            assertThat(errors(model, Map.of(name, Tensor.of(name, new long[] {1, 2}, 1L, 2L))))
                    .anySatisfy(error -> assertThat(error.message()).contains("INT64", "FP32"));
        }
    }

    @Test
    void manyThreadsGetTheirOwnAnswers() throws Exception {
        try (LoadedModel model = open(model(), stated());
                ExecutorService callers = Executors.newFixedThreadPool(8)) {
            List<Future<?>> calls = new ArrayList<>();
            for (int caller = 0; caller < 8; caller++) {
                int first = caller;
                calls.add(callers.submit(() -> IntStream.range(0, 200).forEach(second -> {
                    double answer = output(model, inputs(row(first, second))).doubleAt(0);
                    assertThat(answer).isCloseTo(expected(first, second), Offset.offset(1e-3));
                })));
            }
            for (Future<?> call : calls) {
                call.get();
            }
        }
    }

    @Test
    void aFileThatIsCutOffIsRefused() throws IOException {
        byte[] whole = model();
        for (int length : new int[] {1, whole.length / 2, whole.length - 1}) {
            assertThatThrownBy(() -> open(Arrays.copyOf(whole, length), stated()))
                    .as("%s of %s bytes", length, whole.length)
                    .isInstanceOfSatisfying(ProblemException.class, problem -> {
                        assertThat(problem.type()).isEqualTo(ProblemType.INVALID);
                        assertThat(problem.detail()).doesNotContain(folder.toString());
                    });
        }
        assertThatThrownBy(() -> open("no model at all".getBytes(StandardCharsets.UTF_8), stated()))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void nobodyWaitsLongerThanHeWants() throws IOException {
        Slow slow = slow();
        try (LoadedModel model = open(slow.model, slow.stated)) {
            // The first run shows how long they take.
            model.run(slow.inputs);
            assertThatThrownBy(() -> model.submit(slow.inputs, Deadline.in(Duration.ofMillis(2)), Batching.OFF)
                            .join())
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(ProblemException.class)
                    .satisfies(e -> assertThat(((ProblemException) Objects.requireNonNull(e.getCause())).type())
                            .isEqualTo(ProblemType.DEADLINE_EXCEEDED));
            assertThat(model.run(slow.inputs)).isNotEmpty();
        }
    }

    @Test
    void memoryIsGivenBackAfterTheLastRun() throws IOException {
        LoadedModel model = open(model(), stated());
        LoadedModel.Lease lease = model.acquire().orElseThrow();
        assertThat(room.usage().bytes()).isPositive();
        model.close();
        assertThat(model.acquire()).isEmpty();
        assertThat(model.isFreed()).isFalse();
        assertThat(output(model, inputs(row(1, 2))).doubleAt(0)).isCloseTo(expected(1, 2), Offset.offset(1e-5));
        lease.close();
        assertThat(model.isFreed()).isTrue();
        assertThat(room.usage().models()).isZero();
        assertThat(room.usage().bytes()).isZero();
        assertThatThrownBy(() -> model.run(inputs(row(1, 2)))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aDeviceThatIsNotThereIsRefused() throws IOException {
        Path path = Files.write(folder.resolve("gpu"), model());
        assertThatThrownBy(() -> engines.open(path, format(), Set.of(), stated(), new Device(0)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.errors()).singleElement().satisfies(error -> {
                            assertThat(error.field()).isEqualTo("device");
                            assertThat(error.value()).isEqualTo("cuda:0");
                            assertThat(error.message()).contains("device cpu");
                        }));
        assertThat(room.usage().bytes()).isZero();
    }

    final LoadedModel open(byte[] file, @Nullable ModelSignature signature) throws IOException {
        Path path = Files.createTempFile(folder, "model", "");
        Files.write(path, file);
        return engines.open(path, format(), Set.of(), signature, Device.CPU);
    }

    static Tensor output(LoadedModel model, Map<String, Tensor> inputs) {
        return model.run(inputs).values().iterator().next();
    }

    static float[] row(float first, float second) {
        return new float[] {first, second};
    }

    static Tensor matrix(String name, float[]... rows) {
        float[] values = new float[rows.length * 2];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, values, i * 2, 2);
        }
        return Tensor.of(name, new long[] {rows.length, 2}, values);
    }

    static List<FieldError> errors(LoadedModel model, Map<String, Tensor> inputs) {
        ProblemException problem = catchThrowableOfType(ProblemException.class, () -> model.run(inputs));
        assertThat(problem.type()).isEqualTo(ProblemType.INVALID);
        return problem.errors();
    }
}
