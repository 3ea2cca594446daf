package dev.holdfast.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.model.ModelFormat;
import dev.holdfast.model.ModelSignature;
import dev.holdfast.model.TensorSpec;
import dev.holdfast.model.TensorType;
import dev.holdfast.testkit.TinyOnnx;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ModelTrialTest {
    private static final long MEMORY = 400L << 20;

    @TempDir
    private Path folder;

    /** As native code does that is led astray by a file. */
    static final class Crash {
        private Crash() {}

        @SuppressWarnings("restricted") // Nothing else crashes as surely.
        public static void main(String[] arguments) {
            MemorySegment nowhere = MemorySegment.ofAddress(8).reinterpret(8);
            nowhere.set(ValueLayout.JAVA_LONG, 0, 1);
        }
    }

    /** As native code does that is led astray by an input. */
    static final class CrashInARun {
        private CrashInARun() {}

        public static void main(String[] arguments) throws IOException {
            TrialReport.sayOpened(Path.of(arguments[1]));
            Crash.main(arguments);
        }
    }

    /** Says what it was asked. */
    static final class Echo {
        private Echo() {}

        public static void main(String[] arguments) throws IOException {
            TrialOrder order = TrialOrder.read(Path.of(arguments[0]));
            TrialReport.sayRefused(
                    Path.of(arguments[1]),
                    ProblemException.invalid("order", order.stated(), order.companions() + " " + order.format()));
        }
    }

    @Test
    void aModelThatRunsPasses() {
        assertThatCode(() -> tried(TinyOnnx.regression(List.of("a", "b"), 2, 1)))
                .doesNotThrowAnyException();
    }

    @Test
    void aModelWhoseInputsCanNotBeGuessedPasses() {
        assertThatCode(() -> tried(TinyOnnx.triples())).doesNotThrowAnyException();
        assertThatCode(() -> tried(TinyOnnx.identity("FLOAT", 1, 1L << 40))).doesNotThrowAnyException();
    }

    @Test
    void whyAFileIsNoModelIsTold() {
        assertRefused("it is not a whole ONNX file", () -> tried(new byte[] {1, 2, 3}));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aSmallFileThatTakesAllMemoryIsRefused() {
        assertRefused(
                "its first run, on an input of its own signature, takes more than 400 MiB",
                () -> tried(TinyOnnx.greedy(4L << 30)));
    }

    @Test
    void aModelWhoseFirstRunIsDeniedItsMemoryIsRefused() {
        assertRefused(
                "Failed to allocate memory for requested buffer of size 140737488355328",
                () -> tried(TinyOnnx.greedy(1L << 45)));
    }

    @Test
    void aModelThatRunsWithoutEndIsRefused() {
        ModelTrial trial = new ModelTrial(MEMORY, Duration.ofSeconds(3));
        assertRefused(
                "its first run, on an input of its own signature, takes longer than 3 s",
                () -> tried(trial, TinyOnnx.rounds(Long.MAX_VALUE)));
    }

    @Test
    void aFileThatTakesTheProcessDownIsRefused() {
        assertRefused(
                "opening it takes down the process that does it (exit status 134)",
                () -> tried(trial(Crash.class), TinyOnnx.squares()));
        assertRefused(
                "its first run, on an input of its own signature, takes down",
                () -> tried(trial(CrashInARun.class), TinyOnnx.squares()));
    }

    /** Names of files and of tensors are their maker's: a command line would bear neither all characters nor thousands. */
    @Test
    void whatIsAskedReachesTheProcessAsItIs() {
        ModelSignature stated = new ModelSignature(
                List.of(new TensorSpec("\"ä\n ✓", TensorType.FP32, List.of(-1L, 1L << 40))), List.of());
        Set<String> companions =
                IntStream.range(0, 2_000).mapToObj(i -> "weights " + i).collect(Collectors.toSet());
        TrialOrder order = new TrialOrder(folder, ModelFormat.TORCHSCRIPT, companions, stated, folder);
        assertThatThrownBy(() -> trial(Echo.class).require(order))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.errors()).singleElement().satisfies(error -> {
                            assertThat(error.value()).isEqualTo(stated.toString());
                            assertThat(error.message()).contains("weights 1999").endsWith("TORCHSCRIPT");
                        }));
    }

    private static ModelTrial trial(Class<?> program) {
        return new ModelTrial(MEMORY, Duration.ofMinutes(2), program);
    }

    private void tried(byte[] content) throws IOException {
        tried(trial(ModelTrialProgram.class), content);
    }

    private void tried(ModelTrial trial, byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("model.onnx"), content);
        ModelEngines engines = new ModelEngines(RunThreads.usual(), ModelRoom.unlimited(), folder, trial);
        engines.open(file, ModelFormat.ONNX, Set.of(), null, Opening.toLook(true))
                .close();
    }

    private static void assertRefused(String why, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ProblemException.class, problem -> {
            assertThat(problem.type()).isEqualTo(ProblemType.INVALID);
            assertThat(problem.errors()).singleElement().satisfies(error -> {
                assertThat(error.field()).isEqualTo("file");
                assertThat(error.message()).contains(why);
            });
        });
    }
}
