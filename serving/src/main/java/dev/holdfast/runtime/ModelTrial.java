package dev.holdfast.runtime;

import dev.holdfast.model.ModelFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a model's file and runs it once in a process of its own before it is opened in the server's: what takes that process down, asks for
 * more memory than there is or never ends does no harm.
 */
final class ModelTrial {
    private static final Logger log = LoggerFactory.getLogger(ModelTrial.class);

    /** More of them would take more memory together than models may. */
    private static final int AT_ONCE = 2;

    private static final long LOOK_MILLIS = 5;
    private static final int SHOWN_BYTES = 2_000;
    private static final int HEAP_MEBIBYTES = 512;
    /** How a JVM ends whose heap is full, with the option below. */
    private static final int OUT_OF_HEAP = 3;

    private final long memory;
    private final Duration longest;
    private final Class<?> program;
    private final Semaphore places = new Semaphore(AT_ONCE, true);

    /**
     * @param memory bytes that the process may take
     * @param longest how long it may take
     */
    ModelTrial(long memory, Duration longest) {
        this(memory, longest, ModelTrialProgram.class);
    }

    /** @param program its main method gets the paths of the {@link TrialOrder} and the {@link TrialReport}, and ends with 0 where the process lives */
    ModelTrial(long memory, Duration longest, Class<?> program) {
        this.memory = memory;
        this.longest = longest;
        this.program = program;
    }

    /**
     * Returns where the model was opened and ran, or no input for it could be guessed.
     *
     * @throws dev.holdfast.kernel.ProblemException 422 where it did not, which says what happened
     */
    void require(TrialOrder order) throws IOException {
        places.acquireUninterruptibly();
        try {
            carryOut(order);
        } finally {
            places.release();
        }
    }

    private void carryOut(TrialOrder order) throws IOException {
        Path options = Files.createTempFile("holdfast-trial", ".options");
        Path asked = Files.createTempFile("holdfast-trial", ".order");
        Path report = Files.createTempFile("holdfast-trial", ".report");
        try {
            order.write(asked);
            // ONNX Runtime does not bear a long command line.
            Files.writeString(options, """
                            -cp "%s"
                            -Xmx%dm
                            -XX:+UseSerialGC
                            -XX:TieredStopAtLevel=1
                            -XX:+ExitOnOutOfMemoryError
                            -XX:+SuppressFatalErrorMessage
                            --enable-native-access=ALL-UNNAMED
                            """.formatted(
                            Objects.requireNonNull(System.getProperty("java.class.path"))
                                    .replace("\\", "\\\\"),
                            HEAP_MEBIBYTES));
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "@" + options,
                            program.getName(),
                            asked.toString(),
                            report.toString())
                    .redirectErrorStream(true)
                    .start();
            try {
                watch(process, order.format(), report);
            } finally {
                process.destroyForcibly();
            }
        } finally {
            Files.delete(options);
            Files.delete(asked);
            Files.delete(report);
        }
    }

    private void watch(Process process, ModelFormat format, Path report) throws IOException {
        FutureTask<String> said = new FutureTask<>(() -> beginning(process));
        Thread.ofVirtual().start(said);
        long end = System.nanoTime() + longest.toNanos();
        try {
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (residentBytes(process) > memory) {
                    throw UnfitModel.refused(doing(format, report) + " takes more than " + (memory >> 20)
                            + " MiB of memory, which is all that models may take (holdfast.runtime.memory).");
                }
                if (System.nanoTime() > end) {
                    throw UnfitModel.refused(doing(format, report) + " takes longer than " + longest.toSeconds()
                            + " s (holdfast.runtime.trial-timeout).");
                }
            }
            said.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("What a process prints could not be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("The trial of a model was interrupted", e));
        }
        if (process.exitValue() != 0) {
            log.warn("A process that tried a model ended with {}: {}", process.exitValue(), said.resultNow());
            throw UnfitModel.refused(
                    process.exitValue() == OUT_OF_HEAP
                            ? doing(format, report) + " takes more than " + HEAP_MEBIBYTES
                                    + " MiB of Java's memory for what goes in and comes out."
                            : doing(format, report) + " takes down the process that does it (exit status "
                                    + process.exitValue()
                                    + "); check the file, or export the model with another version of its exporter.");
        }
        TrialReport found = TrialReport.read(report);
        if (found.refused() != null) {
            throw found.refused();
        }
    }

    /** What the process did last. */
    private static String doing(ModelFormat format, Path report) throws IOException {
        if (TrialReport.read(report).opened()) {
            return "it can be opened, but its first run, on an input of its own signature,";
        }
        return format == ModelFormat.TORCHSCRIPT ? "opening it and running it once" : "opening it";
    }

    /** The beginning of what it prints. All is taken, or it would wait; a model may print without end. */
    private static String beginning(Process process) {
        try (InputStream output = process.getInputStream()) {
            String said = new String(output.readNBytes(SHOWN_BYTES), StandardCharsets.UTF_8);
            output.transferTo(OutputStream.nullOutputStream());
            return said;
        } catch (IOException e) {
            log.trace("The process of a trial was ended", e);
            return "";
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
