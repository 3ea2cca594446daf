package dev.holdfast.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import dev.holdfast.testkit.TinyOnnx;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** The protocol over HTTP, where both ports answer alike: on the main one and on the one for predictions. */
@HoldfastTest(properties = "holdfast.grpc.port=0")
class InferencePortTest extends ServedTestCase {
    private static final String ONE_ROW =
            "{\"id\": \"7\", \"inputs\": [{\"name\": \"x\", \"datatype\": \"FP32\", \"shape\": [1, 2], \"data\": [1.5, -2]}]}";
    private static final int ROWS = 20_000;

    @Autowired
    private InferencePort inferencePort;

    @Value("${local.server.port}")
    private int mainPort;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeEach
    void deploy() throws IOException {
        serve("twice", TinyOnnx.identity("FLOAT", -1, 2));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAnswerSaysWhatGaveIt(boolean main) throws Exception {
        HttpResponse<byte[]> answer = client.send(
                request(main, "twice/infer", ONE_ROW.getBytes(StandardCharsets.UTF_8))
                        .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("X-Release")).contains("1");
        assertThat(answer.headers().firstValue("X-Model-Version")).contains("1");
        assertThat(answer.headers().firstValue("X-Trace-Id")).contains("0af7651916cd43dd8448eb211c80319c");
        String id = answer.headers().firstValue("X-Prediction-Id").orElseThrow();
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .contains(
                        "\"id\":\"7\"", "\"data\":[1.5,-2.0]", "\"trace_id\":\"0af7651916cd43dd8448eb211c80319c\"", id);
    }

    @ParameterizedTest
    @CsvSource({"true,gzip", "true,deflate", "false,gzip", "false,deflate", "true,", "false,"})
    void binaryTensorsGoBothWaysAndBodiesMayBeCompressed(boolean main, @Nullable String coding) throws Exception {
        ByteBuffer rows = ByteBuffer.allocate(ROWS * 8).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < ROWS * 2; i++) {
            rows.putFloat(i);
        }
        byte[] head =
                ("{\"parameters\": {\"binary_data_output\": true}, \"inputs\": [{\"name\": \"x\", \"datatype\": \"FP32\","
                                + " \"shape\": [" + ROWS + ", 2], \"parameters\": {\"binary_data_size\": "
                                + rows.capacity()
                                + "}}]}")
                        .getBytes(StandardCharsets.UTF_8);
        byte[] body = ByteBuffer.allocate(head.length + rows.capacity())
                .put(head)
                .put(rows.flip())
                .array();
        HttpRequest.Builder request = request(main, "twice/infer", compressed(body, coding))
                .header("Inference-Header-Content-Length", Integer.toString(head.length));
        if (coding != null) {
            request.header("Content-Encoding", coding).header("Accept-Encoding", coding);
        }
        HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Encoding").filter(sent -> !sent.equals("identity")))
                .isEqualTo(Optional.ofNullable(coding));
        byte[] plain = plain(answer.body(), coding);
        int json = Integer.parseInt(
                answer.headers().firstValue("Inference-Header-Content-Length").orElseThrow());
        assertThat(new String(plain, 0, json, StandardCharsets.UTF_8))
                .contains("\"parameters\":{\"binary_data_size\":" + rows.capacity() + "}");
        assertThat(ByteBuffer.wrap(plain, json, plain.length - json)).isEqualTo(rows.rewind());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatCanNotBeAnsweredIsSaidInTheProtocolsShape(boolean main) throws Exception {
        refused(main, "nobody/infer", ONE_ROW.getBytes(StandardCharsets.UTF_8), 404, "Request for unknown model");
        refused(main, "twice/infer", "{".getBytes(StandardCharsets.UTF_8), 400, "not valid JSON at line 1");
        refused(main, "twice/infer", "[".repeat(10_000).getBytes(StandardCharsets.UTF_8), 400, "100 deep");
        refused(main, "twice/generate", new byte[0], 501, "not supported");
        refused(main, "twice/infer", new byte[(64 << 20) + 1], 413, "67108864 bytes");
        String shape = ONE_ROW.replace("[1, 2]", "[2, 1]");
        refused(main, "twice/infer", shape.getBytes(StandardCharsets.UTF_8), 400, "FP32 of shape [-1, 2]");
        String empty = ONE_ROW.replace("[1, 2]", "[0, 2]").replace("[1.5, -2]", "[]");
        refused(main, "twice/infer", empty.getBytes(StandardCharsets.UTF_8), 400, "at least one row");
    }

    @ParameterizedTest
    @CsvSource({"true,gzip", "true,deflate", "false,gzip", "false,deflate"})
    void aBombIsNotUnpacked(boolean main, @Nullable String coding) throws Exception {
        HttpRequest bomb = request(main, "twice/infer", compressed(new byte[200 << 20], coding))
                .header("Content-Encoding", coding)
                .build();
        HttpResponse<String> answer = client.send(bomb, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(413);
        HttpRequest damaged = request(main, "twice/infer", new byte[] {31, -117, 8, 0, 1, 2, 3})
                .header("Content-Encoding", coding)
                .build();
        assertThat(client.send(damaged, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(400);
    }

    @Test
    void requestsSentAtOnceAreAnsweredInTheirOrder() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), inferencePort.port())) {
            OutputStream out = socket.getOutputStream();
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                String body = ONE_ROW.replace("\"7\"", "\"n" + i + "\"");
                all.append("POST /v2/models/twice/infer HTTP/1.1\r\nHost: localhost\r\nContent-Length: ")
                        .append(body.length())
                        .append(i == 49 ? "\r\nConnection: close" : "")
                        .append("\r\n\r\n")
                        .append(body);
            }
            out.write(all.toString().getBytes(StandardCharsets.UTF_8));
            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int at = -1;
            for (int i = 0; i < 50; i++) {
                int next = answers.indexOf("\"id\":\"n" + i + "\"");
                assertThat(next).isGreaterThan(at);
                at = next;
            }
        }
    }

    @Test
    void whoAsksBeforeSendingABodyIsToldToGoOnAndWhoWantsNoneGetsNone() throws Exception {
        String asked =
                "POST /v2/models/twice/infer HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: "
                        + ONE_ROW.length() + "\r\n\r\n";
        String head = "HEAD /v2/models/twice HTTP/1.1\r\nHost: localhost\r\n\r\n";
        String last = "GET /v2 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), inferencePort.port())) {
            OutputStream out = socket.getOutputStream();
            InputStream in = socket.getInputStream();
            out.write(asked.getBytes(StandardCharsets.UTF_8));
            String goOn = "HTTP/1.1 100 Continue\r\n\r\n";
            assertThat(new String(in.readNBytes(goOn.length()), StandardCharsets.UTF_8))
                    .isEqualTo(goOn);

            out.write((ONE_ROW + head + last).getBytes(StandardCharsets.UTF_8));
            String answers = new String(in.readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answers)
                    .matches(Pattern.compile(
                            "HTTP/1.1 200 OK\r\n.*\r\n\r\n\\{\"id\":\"7\".*}"
                                    + "HTTP/1.1 405 Method Not Allowed\r\n[^{]*\r\n\r\n"
                                    + "HTTP/1.1 200 OK\r\n.*connection: close\r\n\r\n\\{\"name\":.*}",
                            Pattern.DOTALL));
        }
    }

    @Test
    void aCallerWhoHangsUpLeavesNothingBehind() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), inferencePort.port())) {
                socket.getOutputStream()
                        .write(
                                "POST /v2/models/twice/infer HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{"
                                        .getBytes(StandardCharsets.UTF_8));
            }
        }
        anAnswerSaysWhatGaveIt(false);
    }

    private void refused(boolean main, String path, byte[] body, int status, String text) throws Exception {
        HttpResponse<String> answer =
                client.send(request(main, path, body).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.body()).startsWith("{\"error\":").contains(text);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    }

    private HttpRequest.Builder request(boolean main, String path, byte[] body) {
        int port = main ? mainPort : inferencePort.port();
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v2/models/" + path))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    }

    private static byte[] compressed(byte[] body, @Nullable String coding) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = coding == null
                ? bytes
                : coding.equals("gzip") ? new GZIPOutputStream(bytes) : new DeflaterOutputStream(bytes)) {
            out.write(body);
        }
        return bytes.toByteArray();
    }

    private static byte[] plain(byte[] body, @Nullable String coding) throws IOException {
        InputStream bytes = new ByteArrayInputStream(body);
        try (InputStream in = coding == null
                ? bytes
                : coding.equals("gzip") ? new GZIPInputStream(bytes) : new InflaterInputStream(bytes)) {
            return in.readAllBytes();
        }
    }
}
