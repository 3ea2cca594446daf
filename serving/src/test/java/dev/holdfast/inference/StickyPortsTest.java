package dev.holdfast.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import dev.holdfast.release.TestModels;
import dev.holdfast.testkit.TinyOnnx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** A caller has the same arm by whichever way he comes. */
@HoldfastTest(properties = "holdfast.grpc.port=0")
class StickyPortsTest extends ServedTestCase {
    private static final String NAME = "sticky";
    private static final String ROW = """
            {"inputs": [{"name": "a", "datatype": "FP32", "shape": [1, 1], "data": [0]},
                        {"name": "b", "datatype": "FP32", "shape": [1, 1], "data": [0]}]}""";

    @Autowired
    private InferencePort port;

    @Value("${local.server.port}")
    private int mainPort;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeEach
    void deploy() throws Exception {
        serve(NAME, TinyOnnx.regression(TestModels.COLUMNS, 1, 1), TinyOnnx.regression(TestModels.COLUMNS, 1, 2));
        HttpResponse<String> policy = client.send(
                HttpRequest.newBuilder(uri(mainPort, "/api/v1/deployments/" + NAME + "/traffic"))
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(
                                "{\"arms\": [{\"name\": \"canary\", \"version\": 2, \"weight\": 0.5}],"
                                        + " \"sticky_by\": {\"header\": \"X-Customer\"}, \"reason\": \"half\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(policy.statusCode()).as(policy.body()).isEqualTo(200);
    }

    @Test
    void theArmIsTheSameOnBothPortsAndOverGrpcAndEveryAnswerNamesIt() throws Exception {
        Set<String> arms = new HashSet<>();
        try (GrpcProbe probe = new GrpcProbe(port.port())) {
            for (int i = 0; i < 30; i++) {
                String customer = "customer-" + i;
                HttpResponse<String> first = ask(mainPort, "/v2/models/sticky/infer", ROW, customer);
                String arm = first.headers().firstValue("X-Arm").orElseThrow();
                arms.add(arm);
                assertThat(first.body()).contains("\"arm\":\"" + arm + "\"");
                assertThat(first.headers().firstValue("X-Model-Version")).contains(arm.equals("canary") ? "2" : "1");
                HttpResponse<String> own = ask(port.port(), "/v2/models/sticky/infer", ROW, customer);
                assertThat(own.headers().firstValue("X-Arm")).contains(arm);
                assertThat(own.body()).contains("\"arm\":\"" + arm + "\"");
                HttpResponse<String> named = ask(
                        mainPort, "/api/v1/deployments/sticky/predict", "{\"rows\": [{\"a\": 0, \"b\": 0}]}", customer);
                assertThat(named.body()).contains("\"arm\":\"" + arm + "\"");
                assertThat(overGrpc(probe, customer)).contains("arm").contains(arm);
            }
        }
        assertThat(arms).containsExactlyInAnyOrder("champion", "canary");
        HttpResponse<String> byVersion = ask(port.port(), "/v2/models/sticky/versions/1/infer", ROW, "customer-1");
        assertThat(byVersion.headers().firstValue("X-Arm")).isEmpty();
    }

    private String overGrpc(GrpcProbe probe, String customer) {
        ProtobufOutput message = new ProtobufOutput().text(1, NAME);
        for (String column : TestModels.COLUMNS) {
            message.message(
                    5,
                    input -> input.text(1, column)
                            .text(2, "FP32")
                            .numbers(3, 1, 1)
                            .message(5, contents -> contents.bytes(6, ByteBuffer.allocate(4))));
        }
        return new String(
                probe.call(
                                "/inference.GRPCInferenceService/ModelInfer",
                                message.toByteArray(),
                                Map.of("x-customer", customer))
                        .bytes(),
                StandardCharsets.ISO_8859_1);
    }

    private HttpResponse<String> ask(int at, String path, String body, String customer)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(uri(at, path))
                        .header("Content-Type", "application/json")
                        .header("X-Customer", customer)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
