package dev.holdfast.runtime;

import dev.holdfast.kernel.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** The process of a {@link ModelTrial}: opens a file as the server does, runs it once as a release does, and ends. */
final class ModelTrialProgram {
    private static final Path MOST_WILLING_TO_BE_KILLED = Path.of("/proc/self/oom_score_adj");

    private ModelTrialProgram() {}

    /**
     * Opens a file, runs it, says how that went and ends.
     *
     * @param arguments the paths of the {@link TrialOrder} and the {@link TrialReport}
     */
    public static void main(String[] arguments) throws IOException {
        // A run that never ends must not outlive a server that was killed.
        ProcessHandle.current().parent().map(ProcessHandle::onExit).ifPresent(end -> {
            CompletableFuture<Void> _ = end.thenRun(() -> Runtime.getRuntime().halt(1));
        });
        if (Files.isWritable(MOST_WILLING_TO_BE_KILLED)) {
            // Where memory ends before anybody has looked, this process is to go and not the server.
            Files.writeString(MOST_WILLING_TO_BE_KILLED, "1000");
        }
        TrialOrder order = TrialOrder.read(Path.of(arguments[0]));
        Path report = Path.of(arguments[1]);
        ModelEngines engines = new ModelEngines(RunThreads.usual(), ModelRoom.unlimited(), order.nativeLibraries());
        try (LoadedModel model =
                engines.open(order.file(), order.format(), order.companions(), order.stated(), Device.CPU)) {
            TrialReport.sayOpened(report);
            model.warmUp();
        } catch (ProblemException e) {
            TrialReport.sayRefused(report, e);
        }
        // The clock for deadlines is a daemon, the library's own threads may not be.
        Runtime.getRuntime().halt(0);
    }
}
