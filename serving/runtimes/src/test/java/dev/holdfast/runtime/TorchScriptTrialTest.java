package dev.holdfast.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.model.ModelFormat;
import dev.holdfast.model.ModelSignature;
import dev.holdfast.model.TensorSpec;
import dev.holdfast.model.TensorType;
import dev.holdfast.testkit.TinyTorchScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Programs that would take the server down, were they run in it. */
class TorchScriptTrialTest {
    private static final ModelSignature ROWS_OF_TWO =
            new ModelSignature(List.of(new TensorSpec("x", TensorType.FP32, List.of(-1L, 2L))), List.of());
    private static final ModelTrial TRIAL = new ModelTrial(2L << 30, Duration.ofMinutes(2));

    @TempDir
    private Path folder;

    @Test
    void aModelThatRunsPasses() throws IOException {
        try (LoadedModel model = tried(TRIAL, TinyTorchScript.linear(0.5f, 2, -1))) {
            assertThat(model.signature().outputs())
                    .containsExactly(new TensorSpec("output", TensorType.FP32, List.of(-1L, 1L)));
        }
    }

    @Test
    void aProgramThatTakesTheProcessDownIsRefused() {
        String nested = "(".repeat(200_000) + "x" + ")".repeat(200_000);
        assertRefused(
                "opening it and running it once takes down the process that does it",
                () -> tried(TRIAL, forward("return " + nested)));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aProgramThatTakesAllMemoryIsRefused() {
        assertRefused(
                "opening it and running it once takes more than 2048 MiB",
                () -> tried(TRIAL, forward("return torch.add(x, torch.sum(torch.ones([4294967296])))")));
    }

    @Test
    void aProgramThatIsDeniedItsMemoryIsRefused() {
        assertThatThrownBy(() -> tried(TRIAL, forward("return torch.add(x, torch.sum(torch.ones([70368744177664])))")))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("signature.inputs")
                .hasMessageContaining("allocate memory");
    }

    @Test
    void aProgramWithoutEndIsRefused() {
        ModelTrial brief = new ModelTrial(2L << 30, Duration.ofSeconds(8));
        assertRefused("opening it and running it once takes longer than 8 s", () -> tried(brief, forward("""
                y = x
                    go_on = True
                    while go_on:
                        y = torch.cos(y)
                    return y""")));
    }

    /** Whoever prints without end fills neither a disk nor the server's memory, and is not waited for. */
    @Test
    void aProgramThatPrintsWithoutEndIsRefused() {
        ModelTrial brief = new ModelTrial(2L << 30, Duration.ofSeconds(8));
        assertRefused("takes longer than 8 s", () -> tried(brief, forward("""
                go_on = True
                    while go_on:
                        print("again and again")
                    return x""")));
    }

    private static byte[] forward(String body) {
        return TinyTorchScript.module("""
                def forward(self: __torch__.Tiny,
                    x: Tensor) -> Tensor:
                    %s
                """.formatted(body));
    }

    private LoadedModel tried(ModelTrial trial, byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("model.pt"), content);
        ModelEngines engines =
                new ModelEngines(RunThreads.usual(), ModelRoom.unlimited(), RuntimeContract.NATIVE, trial);
        try {
            return engines.open(file, ModelFormat.TORCHSCRIPT, Set.of(), ROWS_OF_TWO, Opening.toLook(true));
        } catch (ModelRoom.Full e) {
            throw e.problem();
        }
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
