package dev.holdfast.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.holdfast.HoldfastTest;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.model.ModelVersion;
import dev.holdfast.runtime.HeldModel;
import dev.holdfast.runtime.MemoryUse;
import dev.holdfast.runtime.ModelRuntime;
import dev.holdfast.testkit.TinyOnnx;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Room for two of three models. Each looks up numbers in a table of its own, of eight megabytes. */
@HoldfastTest(properties = {"holdfast.runtime.memory=22MB", "holdfast.grpc.port=0"})
@Import(ModelMemoryTest.Counted.class)
class ModelMemoryTest extends ReleaseTestCase {
    @TestConfiguration
    static class Counted {
        @Bean
        MeterRegistry meterRegistry() {
            return new SimpleMeterRegistry();
        }
    }

    private static final int FLOATS = 2_000_000;

    @Autowired
    private ModelRuntime runtime;

    @Autowired
    private ModelMemory memory;

    @Autowired
    private MeterRegistry meters;

    @Autowired
    private ServingTable table;

    @Value("${local.server.port}")
    private int port;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, ModelVersion> versions = new HashMap<>();
    private List<String> three = List.of();

    /** The first was unloaded for the third. */
    @BeforeEach
    void releaseThree() throws IOException {
        table.names().forEach(other -> {
            if (table.active(other) != null) {
                memory.unload(other);
            }
        });
        three = List.of(name + "-a", name + "-b", name + "-c");
        for (String each : three) {
            versions.put(each, testModels.register(each, table(three.indexOf(each)), Map.of()));
            deployments.put(each, DeploymentSpec.defaults(), ANNA);
        }
        three.forEach(each -> deployments.release(each, new ReleaseRequest(each, 1, null), ANNA));
    }

    @Test
    void theOneAskedLongestAgoIsUnloadedAndComesBack() throws Exception {
        assertThat(state(0)).isEqualTo(HeldModel.State.UNLOADED);
        assertThat(state(1)).isEqualTo(HeldModel.State.LOADED);
        MemoryUse use = Objects.requireNonNull(
                deployments.memory(three.get(1)).orElseThrow().memory());
        assertThat(use.bytes()).isBetween(8_000_000L, 12_000_000L);
        long loads = runtime.usage().loads();

        assertThat(get("/api/v1/deployments/" + three.get(0)).body())
                .contains("\"state\":\"serving\"", "\"memory\":{\"state\":\"unloaded\"}");
        assertThat(get("/api/v1/deployments/" + three.get(1)).body())
                .contains("\"memory\":{\"state\":\"loaded\",\"bytes\":" + use.bytes());
        assertThat(get("/v2/models/" + three.get(0) + "/ready").statusCode()).isEqualTo(200);
        assertThat(get("/v2/models/" + three.get(0)).body()).contains("\"versions\":[\"1\"]");
        assertThat(get("/v2/models/" + three.get(0) + "/config").statusCode()).isEqualTo(200);
        assertThat(post("/v2/repository/index", "{}").body())
                .contains("{\"name\":\"" + three.get(0)
                        + "\",\"version\":\"1\",\"state\":\"READY\",\"reason\":\"unloaded\"}");
        assertThat(ask(0, "[-9000000]", "").statusCode())
                .as("not a place of the table")
                .isNotEqualTo(200);
        assertThat(runtime.usage().loads())
                .as("what is told brings nothing back, a prediction does")
                .isEqualTo(loads + 1);

        assertThat(ask(0, "[1]", "").body()).contains("\"data\":[0.0]");
        assertThat(ask(2, "[1]", "").body()).contains("\"data\":[2.0]");
        assertThat(state(1)).isEqualTo(HeldModel.State.UNLOADED);
        assertThat(ask(1, "[1]", "").body()).contains("\"data\":[1.0]");
        assertThat(state(0)).isEqualTo(HeldModel.State.UNLOADED);
        assertThat(runtime.usage().bytes()).isLessThanOrEqualTo(runtime.usage().limit());
    }

    @Test
    void whatIsKeptWarmStays() throws Exception {
        ServingSettings kept = ServingSettings.of(null, null, true);
        deployments.put(three.get(1), new DeploymentSpec(null, MonitoringSettings.DEFAULTS, kept), ANNA);
        for (int round = 0; round < 3; round++) {
            assertThat(ask(0, "[1]", "").statusCode()).isEqualTo(200);
            assertThat(state(2)).isEqualTo(HeldModel.State.UNLOADED);
            assertThat(ask(2, "[1]", "").statusCode()).isEqualTo(200);
            assertThat(state(0)).isEqualTo(HeldModel.State.UNLOADED);
            assertThat(state(1)).isEqualTo(HeldModel.State.LOADED);
        }
        assertThat(get("/api/v1/deployments/" + three.get(1)).body()).contains("\"keep_warm\":true");
    }

    @Test
    void twentyCallersLoadItOnceAndNoneFails() throws Exception {
        int callers = 20;
        long loads = runtime.usage().loads();
        CyclicBarrier together = new CyclicBarrier(callers);
        try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
            List<Future<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                answers.add(threads.submit(() -> {
                    together.await();
                    return ask(0, "[1]", "");
                }));
            }
            for (Future<HttpResponse<String>> answer : answers) {
                assertThat(answer.get().statusCode()).as(answer.get().body()).isEqualTo(200);
                assertThat(answer.get().body()).contains("\"data\":[0.0]");
            }
        }
        assertThat(runtime.usage().loads()).isEqualTo(loads + 1);
    }

    @Test
    void whoHasRequestsStaysAndOthersWaitForRoomWithinTheirDeadline() throws Exception {
        try (ActiveRelease _ = Objects.requireNonNull(deployments.active(three.get(1)));
                ActiveRelease _ = Objects.requireNonNull(deployments.active(three.get(2)))) {
            HttpResponse<String> late = ask(0, "[1]", "\"parameters\": {\"timeout\": 200000},");
            assertThat(late.statusCode()).as(late.body()).isEqualTo(503);
            assertThat(late.body()).contains("keep_warm");
            assertThat(late.headers().firstValue("Retry-After")).isPresent();
            assertThat(state(1)).isEqualTo(HeldModel.State.LOADED);
            assertThat(state(2)).isEqualTo(HeldModel.State.LOADED);
        }
    }

    @Test
    void whoHangsUpIsNotWaitedForAndNothingIsLoadedForHim() throws Exception {
        assumeThat(Path.of("/proc/self/net/tcp")).exists();
        try (ActiveRelease _ = Objects.requireNonNull(deployments.active(three.get(1)));
                ActiveRelease _ = Objects.requireNonNull(deployments.active(three.get(2)))) {
            String body = body("[1]", "");
            try (Socket caller = new Socket(InetAddress.getLoopbackAddress(), port)) {
                caller.getOutputStream()
                        .write(("POST /v2/models/" + three.get(0)
                                        + "/infer HTTP/1.1\r\n"
                                        + "Host: 127.0.0.1\r\n"
                                        + "Content-Type: application/json\r\n"
                                        + "Content-Length: "
                                        + body.length() + "\r\n\r\n" + body)
                                .getBytes(StandardCharsets.UTF_8));
                while (state(0) != HeldModel.State.LOADING) {
                    Thread.onSpinWait();
                }
            }
            // Who waits to the end is told 503, which is counted as unavailable.
            while (asked("error") + asked("unavailable") == 0) {
                Thread.onSpinWait();
            }
        }
        assertThat(asked("error")).isEqualTo(1);
    }

    private double asked(String outcome) {
        Counter counter = meters.find("holdfast.inference.requests")
                .tags("deployment", three.get(0), "outcome", outcome)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    @Test
    void whatCannotComeBackSaysWhyAndIsNotTriedByEveryRequest() throws Exception {
        long failures = runtime.usage().failures();
        flipOneByte(Objects.requireNonNull(versions.get(three.get(0))));
        for (int i = 0; i < 10; i++) {
            HttpResponse<String> answer = ask(0, "[1]", "");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
            assertThat(answer.body()).contains("has the digest", "as registered");
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        }
        // A machine that stands still for seconds tries once or twice more.
        assertThat(runtime.usage().failures() - failures).isBetween(1L, 3L);
        assertThat(get("/api/v1/deployments/" + three.get(0)).body())
                .contains("\"state\":\"failed\"", "has the digest");
        assertProblem(ProblemType.UNAVAILABLE, "has the digest", () -> memory.load(three.get(0)));
    }

    @Test
    void whatIsUnloadedOnPurposeStaysAway() throws Exception {
        memory.unload(three.get(2));
        assertThat(ask(2, "[1]", "").statusCode()).isEqualTo(503);
        assertThat(post("/v2/repository/index", "{}").body())
                .contains("{\"name\":\"" + three.get(2)
                        + "\",\"version\":\"1\",\"state\":\"UNAVAILABLE\",\"reason\":\"unloaded\"}");
        memory.load(three.get(2));
        assertThat(ask(2, "[1]", "").statusCode()).isEqualTo(200);
        memory.load(three.get(0));
        assertThat(state(0)).as("what was unloaded for others").isEqualTo(HeldModel.State.LOADED);
    }

    @Test
    void aRollbackToWhatWasUnloadedLoadsItFirst() throws Exception {
        String deployment = three.get(2);
        testModels.register(deployment, table(22), Map.of());
        deployments.release(deployment, new ReleaseRequest(deployment, 2, null), ANNA);
        assertThat(ask(2, "[1]", "").body()).contains("\"data\":[22.0]");
        assertThat(ask(0, "[1]", "").statusCode()).isEqualTo(200);
        assertThat(table.served(deployment).holds(1))
                .as("room is for what answers")
                .isFalse();

        ReleaseChange back = deployments.rollback(deployment, null, "wrong", ANNA);
        assertThat(back.warm()).isFalse();
        assertThat(back.loadMs()).isPositive();
        assertThat(deployments.memory(deployment).orElseThrow().state()).isEqualTo(HeldModel.State.LOADED);
        assertThat(ask(2, "[1]", "").body()).contains("\"data\":[2.0]");
    }

    @Test
    void aReplicaThatStartsLeavesAwayWhatHasNoRoom() {
        ServingTable another = new ServingTable(properties());
        sync(another).reconcile();
        try (ActiveRelease there = Objects.requireNonNull(another.active(three.get(0)))) {
            assertThat(there.isInMemory()).isFalse();
        }
        assertThat(state(1)).as("what answers stays").isEqualTo(HeldModel.State.LOADED);
        another.close();
    }

    /** Bytes of its own in each test, as one of them damages its files. */
    private byte[] table(float first) {
        float[] numbers = new float[FLOATS];
        numbers[0] = Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
        numbers[1] = first;
        return TinyOnnx.lookup(numbers);
    }

    private HeldModel.State state(int which) {
        return deployments.memory(three.get(which)).orElseThrow().state();
    }

    private HttpResponse<String> ask(int which, String data, String parameters) throws Exception {
        return post("/v2/models/" + three.get(which) + "/infer", body(data, parameters));
    }

    private static String body(String data, String parameters) {
        return "{" + parameters + "\"inputs\": [{\"name\": \"x\", \"datatype\": \"INT64\", \"shape\": [1], \"data\": "
                + data + "}]}";
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return client.send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }
}
