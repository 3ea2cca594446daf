package dev.holdfast.mlflow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What happens to requests before a controller sees them. */
@HoldfastTest
class MlflowTransportTest {
    @LocalServerPort
    int port;

    @ParameterizedTest
    @ValueSource(strings = {"/api/2.0/mlflow/runs\\get", "/api/2.0/mlflow/runs/get%00", "/ajax-api/2.0/mlflow/%zz"})
    void whatHttpForbidsIsRefusedInTheProtocolsShape(String path) throws IOException {
        String answer = get(path);
        assertThat(answer).startsWith("HTTP/1.1 400").contains("Content-Type: application/json");
        assertThat(answer)
                .contains("{\"error_code\":\"INVALID_PARAMETER_VALUE\",\"message\":\"The request can't be read");
    }

    @Test
    void elsewhereItIsAProblem() throws IOException {
        assertThat(get("/api/v1/models\\x"))
                .startsWith("HTTP/1.1 400")
                .contains("Content-Type: application/problem+json")
                .contains("\"type\":\"/docs/problems#malformed-request\"");
    }

    @Test
    void aQueryMayNameManyRuns() throws IOException {
        String runs = IntStream.range(0, 1000)
                .mapToObj(i -> "run_id=" + "%032x".formatted(i))
                .collect(Collectors.joining("&"));
        assertThat(get("/ajax-api/2.0/mlflow/metrics/get-history-bulk?metric_key=k&" + runs))
                .contains("GetMetricHistoryBulk request cannot specify more than");
    }

    @Test
    void extraSlashesAtTheBeginningAreLeftOut() throws IOException {
        assertThat(get("//model-versions/get-artifact?name=m&path=a%20b"))
                .startsWith("HTTP/1.1 308")
                .contains("Location: /model-versions/get-artifact?name=m&path=a%20b\r\n");
        assertThat(get("///host.example/x")).contains("Location: /host.example/x\r\n");
    }

    /** Sent as it is: clients of HTTP would refuse it. */
    private String get(String path) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }
}
