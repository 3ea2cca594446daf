package dev.holdfast.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Many callers who send much and never finish. */
@HoldfastTest(
        properties = {"holdfast.grpc.port=0", "holdfast.inference.max-body=1MB", "holdfast.grpc.max-held=2000000"})
class HeldBodiesTest {
    private static final int PART = 900_000;
    private static final int RESOURCE_EXHAUSTED = 8;
    private static final int NOT_FOUND = 5;

    @Autowired
    private InferencePort port;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void theirBodiesTakeSoMuchMemoryAndNoMore() throws Exception {
        List<Socket> unfinished = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            unfinished.add(begun());
        }
        // What they sent is read beside what is asked here, and it may be one of them that is refused first.
        HttpResponse<String> refused = ask();
        while (refused.statusCode() == 404) {
            for (int i = 0; i < unfinished.size(); i++) {
                if (unfinished.get(i).getInputStream().available() > 0) {
                    unfinished.get(i).close();
                    unfinished.set(i, begun());
                }
            }
            refused = ask();
        }
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("Send it again later");
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        try (GrpcProbe probe = new GrpcProbe(port.port())) {
            assertThat(grpc(probe)).isEqualTo(RESOURCE_EXHAUSTED);
            for (Socket socket : unfinished) {
                socket.close();
            }
            HttpResponse<String> taken = ask();
            while (taken.statusCode() == 503) {
                taken = ask();
            }
            assertThat(taken.statusCode()).isEqualTo(404);
            // What was answered counts no more, however often it is sent.
            for (int i = 0; i < 5; i++) {
                assertThat(ask().statusCode()).isEqualTo(404);
                assertThat(grpc(probe)).isEqualTo(NOT_FOUND);
            }
        }
    }

    private Socket begun() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.port());
        socket.getOutputStream()
                .write("POST /v2/models/nobody/infer HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(new byte[PART]);
        socket.getOutputStream().flush();
        return socket;
    }

    private HttpResponse<String> ask() throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port.port() + "/v2/models/nobody/infer"))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[PART]))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static int grpc(GrpcProbe probe) {
        byte[] message = new ProtobufOutput(PART)
                .text(1, "nobody")
                .bytes(7, ByteBuffer.allocate(PART))
                .toByteArray();
        return probe.call("/inference.GRPCInferenceService/ModelInfer", message, Map.of())
                .status();
    }
}
