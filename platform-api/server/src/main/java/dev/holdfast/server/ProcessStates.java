package dev.holdfast.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the operating system knows about a process and the JDK does not tell. */
final class ProcessStates {
    private ProcessStates() {}

    /** Dead, but nobody asked for its exit code yet: so it stays in a container without an init process. */
    static boolean isZombie(ProcessHandle process) {
        Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
        try {
            String text = Files.readString(stat);
            // The name stands in parentheses and may hold anything; the state follows it.
            return text.startsWith("Z", text.lastIndexOf(')') + 2);
        } catch (IOException noSuchSystemOrProcess) {
            return false;
        }
    }

    /** Whether the working folder of any process is {@code directory}, as far as this can be seen. */
    static boolean anyWorksIn(Path directory) {
        return ProcessHandle.allProcesses().anyMatch(process -> {
            try {
                return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                        .equals(directory);
            } catch (IOException goneOrNotOurs) {
                return false;
            }
        });
    }
}
