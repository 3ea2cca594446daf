package dev.holdfast.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import dev.holdfast.testkit.TinyOnnx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Callers who hang up while their predictions run or wait: one thread runs the model, and two requests are all that it may have. */
@HoldfastTest(
        properties = {
            "holdfast.grpc.port=0",
            "holdfast.runtime.threads=1",
            "holdfast.runtime.queue-rows=2",
            "holdfast.inference.timeout=1h"
        })
class HangUpTest extends ServedTestCase {
    private static final String NAME = "rounds";
    private static final long ENDLESS = 1L << 60;
    private static final int TOO_MANY = 20_000;
    private static final int OK = 200;
    private static final int BUSY = 503;
    private static final int LATE = 504;

    @Autowired
    private InferencePort inferencePort;

    @Value("${local.server.port}")
    private int mainPort;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    enum Protocol {
        MAIN,
        HTTP,
        GRPC
    }

    /** Someone who asked and can hang up. */
    private interface Caller {
        void hangUp(boolean reset) throws IOException;
    }

    @BeforeEach
    void deploy() throws IOException {
        serve(NAME, TinyOnnx.rounds(0));
    }

    /**
     * What runs is ended and what waits leaves the queue, whether the connection is closed or reset. Runs were quick until then: one that may
     * never end does not happen on the thread that reads, all the same.
     */
    @ParameterizedTest
    @EnabledOnOs(OS.LINUX)
    @CsvSource({"MAIN,false", "MAIN,true", "HTTP,false", "HTTP,true", "GRPC,false", "GRPC,true"})
    @ExtendWith(OutputCaptureExtension.class)
    void nothingIsDoneForWhoHungUp(Protocol protocol, boolean reset, CapturedOutput log) throws Exception {
        Caller runs = call(protocol);
        Caller waits = call(protocol);
        askUntil(BUSY);
        waits.hangUp(reset);
        askUntil(LATE);
        runs.hangUp(reset);
        askUntil(OK);
        assertThat(log.getAll()).doesNotContain("WARN ", "ERROR ");
    }

    /** Asks for nothing that takes time, and only waits for a moment. */
    private void askUntil(int status) throws Exception {
        int answered = 0;
        for (int i = 0; i < TOO_MANY && answered != status; i++) {
            answered = ask(0, 1_000);
        }
        assertThat(answered).isEqualTo(status);
    }

    private int ask(long rounds, long timeoutMicros) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(
                                        URI.create("http://127.0.0.1:" + mainPort + "/v2/models/" + NAME + "/infer"))
                                .POST(HttpRequest.BodyPublishers.ofString(body(rounds, timeoutMicros)))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static String body(long rounds, long timeoutMicros) {
        return "{\"parameters\": {\"timeout\": " + timeoutMicros
                + "}, \"inputs\": [{\"name\": \"x\", \"datatype\": \"INT64\", \"shape\": [1, 1], \"data\": [" + rounds
                + "]}]}";
    }

    private Caller call(Protocol protocol) throws IOException {
        return switch (protocol) {
            case MAIN -> http(mainPort);
            case HTTP -> http(inferencePort.port());
            case GRPC -> grpc();
        };
    }

    private static Caller http(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        String body = body(ENDLESS, 0);
        socket.getOutputStream()
                .write(("POST /v2/models/" + NAME + "/infer HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                                + body.length() + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.UTF_8));
        return reset -> {
            if (reset) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        };
    }

    private Caller grpc() {
        GrpcProbe probe = new GrpcProbe(inferencePort.port());
        ByteBuffer rounds = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(ENDLESS)
                .flip();
        probe.begin(
                "/inference.GRPCInferenceService/ModelInfer",
                new ProtobufOutput()
                        .text(1, NAME)
                        .message(5, input -> input.text(1, "x").text(2, "INT64").numbers(3, 1, 1))
                        .bytes(7, rounds)
                        .toByteArray());
        return probe::hangUp;
    }
}
