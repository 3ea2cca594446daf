package dev.holdfast.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.model.ModelFormat;
import dev.holdfast.testkit.TinyOnnx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelRoomTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsNotNeededGoesForWhatIs() throws IOException {
        Path file = Files.write(folder.resolve("model"), TinyOnnx.regression(List.of("a"), 1, 0));
        ModelRoom room = new ModelRoom(Files.size(file) * 2);
        ModelEngines engines = new ModelEngines(RunThreads.usual(), room, folder);
        Deque<LoadedModel> warm = new ArrayDeque<>();
        room.whenFull(what -> {
            LoadedModel oldest = warm.poll();
            if (oldest != null) {
                oldest.close();
            }
            return oldest != null;
        });
        warm.add(open(engines, file));
        LoadedModel first = open(engines, file);
        assertThat(room.usage().models()).isEqualTo(2);

        LoadedModel second = open(engines, file);
        assertThat(warm).isEmpty();
        assertThat(room.usage())
                .isEqualTo(new ModelRuntime.Usage(2, Files.size(file) * 2, 0, Files.size(file) * 2, 3, 0, 1, 0, 0));

        assertThatThrownBy(() -> open(engines, file)).isInstanceOfSatisfying(ProblemException.class, problem -> {
            assertThat(problem.type()).isEqualTo(ProblemType.UNAVAILABLE);
            assertThat(problem.detail()).contains("holdfast.runtime.memory", "MiB");
        });
        assertThat(room.usage().refusals()).isEqualTo(1);
        first.close();
        open(engines, file).close();
        second.close();
        assertThat(room.usage().bytes()).isZero();
        assertThat(room.usage().models()).isZero();
    }

    @Test
    void whatNeverFitsIsTheFilesFault() throws IOException {
        Path file = Files.write(folder.resolve("model"), TinyOnnx.regression(List.of("a"), 1, 0));
        ModelEngines engines = new ModelEngines(RunThreads.usual(), new ModelRoom(Files.size(file) - 1), folder);
        assertThatThrownBy(() -> open(engines, file))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.INVALID))
                .hasMessageContaining("all models together may take");
    }

    @Test
    void whatFailsToOpenTakesNothing() throws IOException {
        ModelRoom room = new ModelRoom(1_000_000);
        ModelEngines engines = new ModelEngines(RunThreads.usual(), room, folder);
        Path file = Files.writeString(folder.resolve("model"), "no model");
        assertThatThrownBy(() -> open(engines, file)).isInstanceOf(ProblemException.class);
        assertThat(room.usage().bytes()).isZero();
    }

    private static LoadedModel open(ModelEngines engines, Path file) throws IOException {
        return engines.open(file, ModelFormat.ONNX, Set.of(), null, Device.CPU);
    }
}
