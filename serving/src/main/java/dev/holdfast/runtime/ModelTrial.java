package dev.holdfast.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a model's file in a process of its own before it is opened in the server's: what takes that process down, or asks for more memory
 * than there is, does no harm.
 */
final class ModelTrial {
    private static final Logger log = LoggerFactory.getLogger(ModelTrial.class);

    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final long LOOK_MILLIS = 5;
    private static final int SHOWN_BYTES = 2_000;

    private final long memory;
    private final Class<?> program;

    /** @param memory bytes that the process may take */
    ModelTrial(long memory) {
        this(memory, ModelTrialProgram.class);
    }

    /** @param program its main method gets the paths of the file and of its companions, and ends with 0 where the process lives */
    ModelTrial(long memory, Class<?> program) {
        this.memory = memory;
        this.program = program;
    }

    /**
     * Returns where the process lived: whether the file can be served is not told.
     *
     * @param companions the files beside it that hold its weights
     * @throws dev.holdfast.kernel.ProblemException 422 where it did not
     */
    void require(Path onnx, Set<String> companions) throws IOException {
        Path options = Files.createTempFile("holdfast-trial", ".options");
        Path output = Files.createTempFile("holdfast-trial", ".log");
        try {
            // ONNX Runtime does not bear a long command line.
            Files.writeString(options, """
                            -cp "%s"
                            -Xmx512m
                            -XX:+UseSerialGC
                            -XX:TieredStopAtLevel=1
                            -XX:+ExitOnOutOfMemoryError
                            -XX:+SuppressFatalErrorMessage
                            --enable-native-access=ALL-UNNAMED
                            """.formatted(Objects.requireNonNull(System.getProperty("java.class.path"))
                    .replace("\\", "\\\\")));
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "@" + options,
                    program.getName(),
                    onnx.toString()));
            command.addAll(companions);
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try {
                watch(process, output);
            } finally {
                process.destroyForcibly();
            }
        } finally {
            Files.delete(options);
            Files.delete(output);
        }
    }

    private void watch(Process process, Path output) throws IOException {
        long end = System.nanoTime() + LONGEST.toNanos();
        try {
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (residentBytes(process) > memory) {
                    throw UnfitModel.refused("opening it takes more than " + (memory >> 20)
                            + " MiB of memory, which is all that models may take (holdfast.runtime.memory).");
                }
                if (System.nanoTime() > end) {
                    throw UnfitModel.refused("opening it takes longer than " + LONGEST.toMinutes() + " minutes.");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("The trial of a model was interrupted", e));
        }
        if (process.exitValue() != 0) {
            byte[] said = Files.readAllBytes(output);
            log.warn(
                    "A process that opened a model ended with {}: {}",
                    process.exitValue(),
                    new String(said, 0, Math.min(said.length, SHOWN_BYTES), StandardCharsets.UTF_8));
            throw UnfitModel.refused("the process that opens it is taken down by it (exit status " + process.exitValue()
                    + "); check the file, or export the model with another version of its exporter.");
        }
    }

    /** What the process has in memory, where the system tells: 0 elsewhere than on Linux, and when it has ended. */
    private static long residentBytes(Process process) {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            log.trace("No account of the process's memory", e);
            return 0;
        }
    }
}
