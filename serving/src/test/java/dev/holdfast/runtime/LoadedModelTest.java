package dev.holdfast.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.model.ModelSignature;
import dev.holdfast.model.TensorSpec;
import dev.holdfast.model.TensorType;
import dev.holdfast.testkit.TinyOnnx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadedModelTest {
    private static final List<String> COLUMNS = List.of("a", "b");
    private static final byte[] CLASSIFIER = TinyOnnx.classifier(COLUMNS, List.of("no", "yes"), 0.5);

    @TempDir
    private Path folder;

    @Test
    void aClassifierSaysWhatItTakesAndAnswersEveryRow() throws IOException {
        try (LoadedModel model = open(CLASSIFIER)) {
            assertThat(model.signature())
                    .isEqualTo(new ModelSignature(
                            List.of(
                                    new TensorSpec("a", TensorType.FP32, List.of(-1L, 1L)),
                                    new TensorSpec("b", TensorType.FP32, List.of(-1L, 1L))),
                            List.of(
                                    new TensorSpec("label", TensorType.BYTES, List.of(-1L)),
                                    new TensorSpec("probabilities", TensorType.FP32, List.of(-1L, 2L)))));
            model.warmUp();

            Map<String, Tensor> outputs = model.run(inputs(new float[] {1, -3}, new float[] {1, -3}));

            assertThat(outputs.keySet()).containsExactly("label", "probabilities");
            assertThat(tensor(outputs, "label").texts()).containsExactly("yes", "no");
            double yes = 1 / (1 + Math.exp(-2.5));
            assertThat(tensor(outputs, "probabilities").doubles()[1]).isCloseTo(yes, Offset.offset(1e-6));
            assertThat(tensor(outputs, "probabilities").shape()).containsExactly(2, 2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "FLOAT,FP32",
        "DOUBLE,FP64",
        "FLOAT16,FP16",
        "INT64,INT64",
        "INT32,INT32",
        "INT16,INT16",
        "INT8,INT8",
        "UINT64,UINT64",
        "UINT32,UINT32",
        "UINT16,UINT16",
        "UINT8,UINT8",
        "BOOL,BOOL"
    })
    void everyTypeGoesThroughUnchanged(String onnxType, TensorType type) throws IOException {
        try (LoadedModel model = open(TinyOnnx.identity(onnxType, -1, 2, 2))) {
            byte[] bytes = new byte[3 * 4 * Tensor.bytesPerElement(type)];
            if (type == TensorType.BOOL) {
                Arrays.fill(bytes, (byte) 1);
            } else {
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = (byte) (i * 7 % 100);
                }
            }
            Tensor input = Tensor.of("x", type, new long[] {3, 2, 2}, ByteBuffer.wrap(bytes));

            Tensor output = tensor(model.run(Map.of("x", input)), "y");

            assertThat(output.datatype()).isEqualTo(type);
            assertThat(output.shape()).containsExactly(3, 2, 2);
            assertThat(output.bytes()).isEqualTo(input.bytes());
            assertThat(output.doubles()).containsExactly(input.doubles());
        }
    }

    @Test
    void textsGoThroughUnchanged() throws IOException {
        try (LoadedModel model = open(TinyOnnx.identity("STRING", -1, 2))) {
            Tensor texts = Tensor.of("x", new long[] {2, 2}, "", "größe", "\uD83D\uDE80", "x");
            assertThat(tensor(model.run(Map.of("x", texts)), "y").texts()).containsExactly(texts.texts());
        }
    }

    @Test
    void aTextThatTheEngineWouldCutOffIsRefused() throws IOException {
        try (LoadedModel model = open(TinyOnnx.identity("STRING", -1, 2))) {
            Tensor texts = Tensor.of("x", new long[] {1, 2}, "whole", "cut\0off");
            assertThat(errors(model, Map.of("x", texts))).singleElement().satisfies(error -> {
                assertThat(error.field()).isEqualTo("inputs.x");
                assertThat(error.message()).contains("NUL");
            });
        }
    }

    @Test
    void wrongInputsAreNamedAllAtOnce() throws IOException {
        try (LoadedModel model = open(CLASSIFIER)) {
            assertThat(errors(model, Map.of("a", Tensor.of("a", new long[] {2}, 1f, 2f), "c", Tensor.column("c", 1f))))
                    .extracting(FieldError::field)
                    .containsExactly("inputs.a", "inputs.b", "inputs.c");
            assertThat(errors(model, inputs(new float[] {1, 2}, new float[] {1})))
                    .singleElement()
                    .satisfies(error -> assertThat(error.message()).contains("same number of rows", "\"a\" has 2"));
            assertThat(errors(model, inputs(new float[0], new float[0])))
                    .extracting(FieldError::message)
                    .allSatisfy(message -> assertThat(message).contains("at least one row"));
            Map<String, Tensor> wrongType =
                    Map.of("a", Tensor.of("a", new long[] {1, 1}, 1L), "b", Tensor.column("b", "x"));
            assertThat(errors(model, wrongType))
                    .extracting(FieldError::message)
                    .allSatisfy(message -> assertThat(message).contains("the model takes FP32 of shape [-1, 1]"));
        }
    }

    @Test
    void brokenFilesAreRefusedAndTheProcessLives() throws IOException {
        Random random = new Random(42);
        for (int size : new int[] {0, 1, 7, 100, 10_000}) {
            byte[] noise = new byte[size];
            random.nextBytes(noise);
            assertRefused(noise);
        }
        for (int length = 1; length < CLASSIFIER.length; length += 13) {
            assertRefused(Arrays.copyOf(CLASSIFIER, length));
        }
        assertRefused(TinyOnnx.hugeClaim(1L << 40));
        assertRefused(TinyOnnx.hugeClaim(1L << 31, 1L << 31, 1L << 31));
        assertRefused("{\"not\": \"a model\"}".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void flippedBytesNeverCrash() throws IOException {
        for (int position = 0; position < CLASSIFIER.length; position++) {
            byte[] flipped = CLASSIFIER.clone();
            flipped[position] ^= (byte) (1 << (position % 8));
            try (LoadedModel model = open(flipped)) {
                model.warmUp();
            } catch (ProblemException e) {
                assertThat(e.type()).isEqualTo(ProblemType.INVALID);
            }
        }
    }

    @Test
    void whatCannotBeServedIsRefusedWithAHint() throws IOException {
        assertThatThrownBy(() -> verify(TinyOnnx.identity("BFLOAT16", -1))).hasMessageContaining("BFLOAT16");
        assertThatThrownBy(() -> verify(TinyOnnx.externalData("../../secret"))).hasMessageContaining("another file");
    }

    @Test
    void mapsOfProbabilitiesAreServedAsAMatrix() throws IOException {
        try (LoadedModel model = open(TinyOnnx.zipMap(List.of("b", "a")))) {
            assertThat(model.signature().outputs())
                    .containsExactly(new TensorSpec("probabilities", TensorType.FP32, List.of(-1L, -1L)));
            model.warmUp();
            Tensor answer = tensor(
                    model.run(Map.of("x", Tensor.of("x", new long[] {2, 2}, new float[] {1, 0, 0, 0}))),
                    "probabilities");
            assertThat(answer.shape()).containsExactly(2, 2);
            double b = Math.E / (Math.E + 1);
            // Column by column in the order of the classes, whatever the order in the file.
            assertThat(answer.doubles()).containsExactly(new double[] {1 - b, b, 0.5, 0.5}, Offset.offset(1e-6));
        }
    }

    @Test
    void weightsMayLieInFilesThatWereRegisteredToo() throws IOException {
        Path weights = Files.createDirectories(folder.resolve("data")).resolve("weights.bin");
        Files.write(
                weights,
                ByteBuffer.allocate(4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putFloat(2.5f)
                        .array());
        Path file = write(TinyOnnx.externalData("data/weights.bin"));
        try (LoadedModel model = LoadedModel.open(file, Set.of("data/weights.bin", "other"), RunThreads.usual())) {
            Files.delete(weights);
            assertThat(tensor(model.run(Map.of("x", Tensor.of("x", new long[] {1}, new float[] {1}))), "y")
                            .floats())
                    .containsExactly(3.5f);
        }
        assertThatThrownBy(() -> LoadedModel.open(file, Set.of("other"), RunThreads.usual()))
                .hasMessageContaining("its weights lie in \"data/weights.bin\", which is not among the files");
        assertThatThrownBy(() -> LoadedModel.open(
                        write(TinyOnnx.externalData("../../secret")), Set.of("other"), RunThreads.usual()))
                .hasMessageContaining("../../secret");
    }

    @Test
    void refusalsTellNothingAboutTheMachine() throws IOException {
        assertThatThrownBy(() -> verify(TinyOnnx.hugeClaim(1L << 40)))
                .hasMessageNotContaining(folder.toString())
                .hasMessageNotContaining(".cc");
    }

    @Test
    void memoryIsFreedAfterTheLastLeaseAndNeverUnderARun() throws Exception {
        byte[] bytes = TinyOnnx.regression(COLUMNS, 1, 0);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int round = 0; round < 30; round++) {
                LoadedModel model = open(bytes);
                List<Future<Integer>> runs = IntStream.range(0, 4)
                        .mapToObj(thread -> threads.submit(() -> runUntilClosed(model)))
                        .toList();
                LoadedModel.Lease lease = model.acquire().orElseThrow();
                model.close();
                assertThat(model.acquire()).isEmpty();
                assertThat(model.isFreed()).isFalse();
                assertThat(tensor(model.run(inputs(new float[] {1}, new float[] {2})), "prediction")
                                .doubleAt(0))
                        .isEqualTo(3);
                lease.close();
                lease.close();
                for (Future<Integer> run : runs) {
                    run.get();
                }
                assertThat(model.isFreed()).isTrue();
            }
        }
    }

    private static int runUntilClosed(LoadedModel model) {
        int runs = 0;
        while (true) {
            var lease = model.acquire();
            if (lease.isEmpty()) {
                return runs;
            }
            try (LoadedModel.Lease _ = lease.get()) {
                model.run(inputs(new float[] {1, 2, 3}, new float[] {4, 5, 6}));
                runs++;
            }
        }
    }

    private void assertRefused(byte[] file) throws IOException {
        ProblemException problem = catchThrowableOfType(ProblemException.class, () -> verify(file));
        assertThat(problem).isNotNull();
        assertThat(problem.type()).isEqualTo(ProblemType.INVALID);
    }

    private ModelSignature verify(byte[] file) throws IOException {
        try (LoadedModel model = open(file)) {
            return model.signature();
        }
    }

    private LoadedModel open(byte[] file) throws IOException {
        return LoadedModel.open(write(file), RunThreads.usual());
    }

    private Path write(byte[] file) throws IOException {
        return Files.write(folder.resolve("model.onnx"), file);
    }

    private static Map<String, Tensor> inputs(float[] a, float[] b) {
        return Map.of("a", Tensor.column("a", a), "b", Tensor.column("b", b));
    }

    private static Tensor tensor(Map<String, Tensor> tensors, String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }

    private static List<FieldError> errors(LoadedModel model, Map<String, Tensor> inputs) {
        ProblemException problem = catchThrowableOfType(ProblemException.class, () -> model.run(inputs));
        assertThat(problem).isNotNull();
        return problem.errors();
    }
}
