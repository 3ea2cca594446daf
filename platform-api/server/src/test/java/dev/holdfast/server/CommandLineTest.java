package dev.holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
    @Test
    void optionsAreRead() {
        assertThat(CommandLine.parse("start")).isEqualTo(new CommandLine(false, 8080, null, List.of()));
        assertThat(CommandLine.parse("demo", "--data", "rows.csv", "--port", "0", "--label", "class"))
                .isEqualTo(new CommandLine(true, 0, null, List.of("--data", "rows.csv", "--label", "class")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                  | Say what to do",
                "stop                | \"stop\" is not known",
                "start --prot 1      | \"--prot\" is not an option",
                "start --port        | --port needs a value",
                "start --port x      | --port x is not a number",
                "start --port 65536  | --port 65536 is not from 0 to 65535",
                "start --data a.csv  | --data is for demo, not for start"
            })
    void whatIsWrongIsNamed(String line, String message) {
        String[] arguments = line.isEmpty() ? new String[0] : line.split(" ", -1);

        assertThatThrownBy(() -> CommandLine.parse(arguments))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining(message);
    }

    @Test
    void aPortInUseIsSaidBeforeAnythingStarts(@TempDir Path folder) throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Server server = new Server(
                    new CommandLine(false, other.getLocalPort(), null, List.of()),
                    Map.of("HOLDFAST_HOME", folder.resolve("home").toString()));

            assertThatThrownBy(server::start)
                    .isInstanceOf(StartupFailure.class)
                    .hasMessageContaining("Port " + other.getLocalPort() + " on 127.0.0.1 can't be used");
        }
        assertThat(folder.resolve("home")).doesNotExist();
    }

    @Test
    void aHomeThatCanNotBeMadeIsNamed(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> HoldfastHome.take(file))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("HOLDFAST_HOME " + file + " can't be made: there is a file of that name");
    }
}
