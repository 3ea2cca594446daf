package dev.holdfast.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.holdfast.model.ModelFormat;
import dev.holdfast.testkit.TinyOnnx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryMeterTest {
    private static final int FLOATS = 8_000_000;
    private static final long WEIGHTS = (long) FLOATS * Float.BYTES;

    @TempDir
    private Path folder;

    private final ModelRoom room = new ModelRoom(1L << 30);
    private Path file = Path.of("");
    private ModelEngines engines = new ModelEngines(RunThreads.usual(), room, Path.of(""));

    @BeforeEach
    void write() throws IOException {
        engines = new ModelEngines(RunThreads.usual(), room, folder);
        file = Files.write(folder.resolve("model"), TinyOnnx.lookup(new float[FLOATS]));
    }

    @Test
    void whatAModelTakesIsMeasuredAndGivenBack() throws IOException {
        assumeThat(NativeMemory.bytes()).as("the C library's account").isPresent();
        open(TinyOnnx.regression(List.of("a"), 1, 0)).close();
        long before = NativeMemory.bytes().orElseThrow();
        try (LoadedModel model = open(file)) {
            assertThat(model.memory()).isEqualTo(MemoryUse.estimated(Files.size(file)));
            model.warmUp();
            assertThat(model.memory().source()).isEqualTo(MemoryUse.Source.MEASURED);
            // Weights, what ONNX Runtime has beside them, and what this process did meanwhile.
            assertThat(model.memory().bytes()).isBetween(WEIGHTS, WEIGHTS * 2);
            assertThat(room.usage().bytes()).isEqualTo(model.memory().bytes());
            assertThat(room.usage().measuredBytes()).isEqualTo(model.memory().bytes());
        }
        assertThat(NativeMemory.bytes().orElseThrow() - before).isLessThan(WEIGHTS / 2);
        assertThat(room.usage().bytes()).isZero();
        assertThat(room.usage().measuredBytes()).isZero();
    }

    @Test
    void whatOverlapsIsEstimated() throws IOException {
        try (LoadedModel one = open(file);
                LoadedModel other = open(file)) {
            one.warmUp();
            other.warmUp();
            assertThat(one.memory()).isEqualTo(MemoryUse.estimated(Files.size(file)));
            assertThat(other.memory()).isEqualTo(MemoryUse.estimated(Files.size(file)));
        }
    }

    private LoadedModel open(byte[] content) throws IOException {
        return open(Files.write(folder.resolve("small"), content));
    }

    private LoadedModel open(Path path) throws IOException {
        return engines.open(path, ModelFormat.ONNX, Set.of(), null, Device.CPU);
    }
}
