package dev.holdfast.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedModelsTest {
    @TempDir
    private Path folder;

    @Test
    void noDamagedFileTakesTheProcessDown() throws IOException {
        int status = DamagedModels.runApart(folder, 0, Integer.getInteger("holdfast.damaged-models", 2_000));
        assertThat(status)
                .as(
                        "the process that opens them, at number %s: %s",
                        Files.readString(folder.resolve("number")), Files.readString(folder.resolve("output")))
                .isZero();
        assertThat(Integer.parseInt(Files.readString(folder.resolve("opened")))).isPositive();
    }
}
