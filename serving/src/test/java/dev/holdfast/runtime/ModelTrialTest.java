package dev.holdfast.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.model.ModelFormat;
import dev.holdfast.testkit.TinyOnnx;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
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

    @Test
    void aModelThatCanBeOpenedPasses() throws IOException {
        Path file = file(TinyOnnx.regression(List.of("a", "b"), 2, 1));
        assertThatCode(() -> new ModelTrial(MEMORY).require(file, Set.of())).doesNotThrowAnyException();
    }

    @Test
    void whyAFileIsNoModelIsLeftToTheServer() throws IOException {
        Path file = file(new byte[] {1, 2, 3});
        assertThatCode(() -> new ModelTrial(MEMORY).require(file, Set.of())).doesNotThrowAnyException();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aSmallFileThatTakesAllMemoryIsRefused() throws IOException {
        Path file = file(TinyOnnx.greedy(4L << 30));
        ModelEngines engines =
                new ModelEngines(RunThreads.usual(), ModelRoom.unlimited(), folder, new ModelTrial(MEMORY));
        assertThatThrownBy(() -> engines.open(file, ModelFormat.ONNX, Set.of(), null, Opening.toLook(true)))
                .isInstanceOfSatisfying(ProblemException.class, problem -> {
                    assertThat(problem.type()).isEqualTo(ProblemType.INVALID);
                    assertThat(problem.errors()).singleElement().satisfies(error -> {
                        assertThat(error.field()).isEqualTo("file");
                        assertThat(error.message()).contains("more than 400 MiB");
                    });
                });
    }

    @Test
    void aFileThatTakesTheProcessDownIsRefused() throws IOException {
        Path file = file(TinyOnnx.squares());
        assertThatThrownBy(() -> new ModelTrial(MEMORY, Crash.class).require(file, Set.of()))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.errors())
                                .singleElement()
                                .matches(error -> error.message().contains("taken down by it (exit status 134)")));
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("model.onnx"), content);
    }
}
