package dev.holdfast.runtime;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.model.ModelFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** The process of a {@link ModelTrial}: opens a file as the server does, runs it once, and ends. */
final class ModelTrialProgram {
    private static final Path MOST_WILLING_TO_BE_KILLED = Path.of("/proc/self/oom_score_adj");

    private ModelTrialProgram() {}

    /**
     * Opens a file and ends.
     *
     * @param arguments the paths of an ONNX file and, relative to its folder, of the files that hold its weights
     */
    public static void main(String[] arguments) throws IOException {
        if (Files.isWritable(MOST_WILLING_TO_BE_KILLED)) {
            // Where memory ends before anybody has looked, this process is to go and not the server.
            Files.writeString(MOST_WILLING_TO_BE_KILLED, "1000");
        }
        Path file = Path.of(arguments[0]);
        Set<String> companions = Arrays.stream(arguments).skip(1).collect(Collectors.toSet());
        ModelEngines engines = new ModelEngines(RunThreads.usual(), ModelRoom.unlimited(), Path.of(""));
        try (LoadedModel model = engines.open(file, ModelFormat.ONNX, companions, null, Device.CPU)) {
            model.warmUp();
        } catch (ProblemException e) {
            // The server opens it too, and tells why it can't be served.
            System.out.println(e.getMessage());
        }
        // The clock for deadlines is a daemon, the library's own threads may not be.
        Runtime.getRuntime().halt(0);
    }
}
