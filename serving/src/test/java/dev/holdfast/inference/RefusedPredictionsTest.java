package dev.holdfast.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.HoldfastTest;
import dev.holdfast.inference.RefusedPredictions.Port;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** What never comes to a deployment is counted, and nothing else. */
@Import(RefusedPredictionsTest.Meters.class)
@HoldfastTest(properties = {"holdfast.grpc.port=0", "holdfast.inference.max-body=1000B"})
class RefusedPredictionsTest {
    private static final String INFER = "/v2/models/nobody/infer";
    private static final String GRPC_INFER = "/inference.GRPCInferenceService/ModelInfer";

    @TestConfiguration
    static class Meters {
        @Bean
        MeterRegistry meterRegistry() {
            return new SimpleMeterRegistry();
        }
    }

    @Autowired
    private InferencePort inferencePort;

    @Value("${local.server.port}")
    private int mainPort;

    @Autowired
    private MeterRegistry meters;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @ParameterizedTest
    @EnumSource(Port.class)
    void whoMayNotAskAndWhatIsTooLargeIsCountedByReason(Port port) throws Exception {
        counts(port, "unauthenticated", () -> post(port, INFER, new byte[10], "none"));
        counts(port, "too-large", () -> post(port, INFER, new byte[1_001], null));
        counts(
                port,
                "malformed-request",
                () -> send(request(port, INFER, new byte[10], null).header("Content-Encoding", "gzip")));
        counts(
                port,
                "unsupported-media-type",
                () -> send(request(port, INFER, new byte[10], null).header("Content-Encoding", "br")));
    }

    @ParameterizedTest
    @ValueSource(strings = {INFER, "/deployments/nobody/invocations", "/api/v1/deployments/nobody/predict"})
    void allWaysToAskAreCountedOnTheMainPort(String path) throws Exception {
        counts(Port.MAIN, "unauthenticated", () -> post(Port.MAIN, path, new byte[10], "none"));
    }

    @Test
    void callsOverGrpcAreCountedToo() throws Exception {
        try (GrpcProbe probe = new GrpcProbe(inferencePort.port())) {
            counts(
                    Port.PREDICTIONS,
                    "unauthenticated",
                    () -> probe.call(GRPC_INFER, new byte[10], Map.of("authorization", "Bearer none")));
            counts(Port.PREDICTIONS, "too-large", () -> probe.call(GRPC_INFER, new byte[1_001], Map.of()));
            counts(
                    Port.PREDICTIONS,
                    "malformed-request",
                    () -> probe.call(GRPC_INFER, new byte[] {(byte) 0xff}, Map.of()));
            counts(Port.PREDICTIONS, "hung-up", () -> probe.abandon(GRPC_INFER));
        }
    }

    @ParameterizedTest
    @EnumSource(Port.class)
    void whoHangsUpInTheMiddleIsCounted(Port port) throws Exception {
        counts(port, "hung-up", () -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), number(port))) {
                socket.getOutputStream()
                        .write(("POST " + INFER + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n\r\n{")
                                .getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    /** Those that come to the inference are counted there; what is no prediction is nowhere. */
    @ParameterizedTest
    @EnumSource(Port.class)
    void othersAreNotCounted(Port port) throws Exception {
        double before = all();
        post(port, INFER, new byte[10], null);
        send(HttpRequest.newBuilder(uri(port, "/v2/models/nobody"))
                .header("X-Test-Role", "none")
                .header("Authorization", "Bearer none"));
        assertThat(all()).isEqualTo(before);
    }

    private interface Action {
        void run() throws Exception;
    }

    private void counts(Port port, String reason, Action action) throws Exception {
        double before = count(port, reason);
        double beforeAll = all();
        action.run();
        // Answers may be there before the filters around them are through.
        await().untilAsserted(() -> assertThat(count(port, reason)).isEqualTo(before + 1));
        assertThat(all()).isEqualTo(beforeAll + 1);
    }

    private double count(Port port, String reason) {
        Counter counter = meters.find("holdfast.inference.refused")
                .tags("port", port.name().toLowerCase(Locale.ROOT), "reason", reason)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    private double all() {
        return meters.find("holdfast.inference.refused").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private void post(Port port, String path, byte[] body, @Nullable String role) throws Exception {
        send(request(port, path, body, role));
    }

    private HttpRequest.Builder request(Port port, String path, byte[] body, @Nullable String role) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(port, path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        return role == null ? request : request.header("X-Test-Role", role).header("Authorization", "Bearer " + role);
    }

    private void send(HttpRequest.Builder request) throws IOException, InterruptedException {
        assertThat(client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isGreaterThanOrEqualTo(400);
    }

    private URI uri(Port port, String path) {
        return URI.create("http://127.0.0.1:" + number(port) + path);
    }

    private int number(Port port) {
        return switch (port) {
            case MAIN -> mainPort;
            case PREDICTIONS -> inferencePort.port();
        };
    }
}
