package dev.holdfast.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import dev.holdfast.kernel.Actor;
import dev.holdfast.model.Models;
import dev.holdfast.release.DeploymentSpec;
import dev.holdfast.release.Deployments;
import dev.holdfast.release.ReleaseRequest;
import dev.holdfast.release.TestModels;
import dev.holdfast.runtime.ModelRuntime;
import dev.holdfast.runtime.NativeAccount;
import dev.holdfast.testkit.TinyOnnx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** A hundred changes of what serves, while 32 callers ask over every transport, each on a connection of its own. Version n answers n, so that each answer tells who gave it. */
@HoldfastTest(properties = "holdfast.grpc.port=0")
class SwapUnderLoadTest {
    private static final String NAME = "swapped";
    private static final int SWAPS = 100;
    private static final int CALLERS = 32;
    private static final int FLOATS = 500_000;
    private static final Pattern VERSION = Pattern.compile("\"model_version\":\"?(\\d+)");
    private static final Pattern FIGURE = Pattern.compile("\"data\":\\[([\\d.]+)]");
    private static final String QUESTION =
            "{\"inputs\": [{\"name\": \"x\", \"datatype\": \"INT64\", \"shape\": [1], \"data\": [0]}]}";

    @TempDir
    private Path folder;

    @Value("${local.server.port}")
    private int mainPort;

    @Autowired
    private InferencePort inferencePort;

    @Autowired
    private Deployments deployments;

    @Autowired
    private Models models;

    @Autowired
    private ModelRuntime runtime;

    private final AtomicBoolean done = new AtomicBoolean();
    private final List<Long> taken = new ArrayList<>();
    private int swaps;
    /** A permit for each answer, by the version that gave it. */
    private final Map<String, Semaphore> answers = Map.of("1", new Semaphore(0), "2", new Semaphore(0));

    @Test
    void noRequestFailsAndNoAnswerIsOfTheWrongVersion() throws Exception {
        TestModels testModels = new TestModels(models, folder);
        for (int version = 1; version <= 2; version++) {
            float[] table = new float[FLOATS];
            table[0] = version;
            testModels.register(NAME, TinyOnnx.lookup(table), Map.of());
        }
        deployments.put(NAME, DeploymentSpec.defaults(), Actor.SYSTEM);
        release(1);
        release(2);
        ModelRuntime.Usage before;
        try (HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                ExecutorService threads = Executors.newFixedThreadPool(CALLERS)) {
            List<Callable<Integer>> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                callers.add(
                        switch (i % 4) {
                            case 0 -> () -> askRest(client, mainPort);
                            case 1 -> () -> askRest(client, inferencePort.port());
                            default -> this::askGrpc;
                        });
            }
            List<Future<Integer>> asking = new ArrayList<>();
            callers.forEach(caller -> asking.add(threads.submit(() -> asking(caller))));
            try {
                awaitAnswer(2);
                swap(6);
                before = runtime.usage();
                for (int i = 0; i < SWAPS; i++) {
                    swap(1);
                    NativeAccount.bytes().ifPresent(taken::add);
                }
            } finally {
                done.set(true);
            }
            for (Future<Integer> caller : asking) {
                assertThat(caller.get()).as("answers of one caller").isPositive();
            }
        }
        // One that answers and two that are warm, as before.
        assertThat(runtime.usage().models()).isEqualTo(before.models());
        assertThat(runtime.usage().failures()).isZero();
        if (!taken.isEmpty()) {
            // Between the two about thirty models were loaded. The process itself moves by ten megabytes or so.
            assertThat(median(taken.subList(SWAPS - 20, SWAPS)) - median(taken.subList(20, 40)))
                    .as("native memory in the course of the swaps: %s", taken)
                    .isLessThan(15L * FLOATS * Float.BYTES);
        }
        assertThat(runtime.usage().loads()).isGreaterThanOrEqualTo(before.loads() + SWAPS / 2);
    }

    /** Every other change is a new release, which is loaded; the others go back. Each is seen to answer before the next. */
    private void swap(int times) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            int serving = deployments.current(NAME).orElseThrow().modelVersion();
            if (swaps++ % 2 == 0) {
                release(3 - serving);
            } else {
                deployments.rollback(NAME, null, "again", Actor.SYSTEM);
            }
            int now = deployments.current(NAME).orElseThrow().modelVersion();
            assertThat(now).isEqualTo(3 - serving);
            awaitAnswer(now);
        }
    }

    private void release(int version) {
        deployments.release(NAME, new ReleaseRequest(NAME, version, null), Actor.SYSTEM);
    }

    private void awaitAnswer(int version) throws InterruptedException {
        Semaphore answered = Objects.requireNonNull(answers.get(Integer.toString(version)));
        answered.drainPermits();
        answered.acquire();
    }

    /** Whoever waits for an answer is told when there will be none. */
    private int asking(Callable<Integer> caller) throws Exception {
        try {
            return caller.call();
        } finally {
            answers.values().forEach(answered -> answered.release(10 * SWAPS));
        }
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private int askRest(HttpClient client, int port) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/v2/models/" + NAME + "/infer"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(QUESTION))
                .build();
        int asked = 0;
        for (; !done.get(); asked++) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            count(group(VERSION, answer.body()), (int) Double.parseDouble(group(FIGURE, answer.body())));
        }
        return asked;
    }

    private int askGrpc() {
        byte[] question = new ProtobufOutput()
                .text(1, NAME)
                .message(5, input -> input.text(1, "x").text(2, "INT64").numbers(3, 1))
                .bytes(7, ByteBuffer.wrap(new byte[Long.BYTES]))
                .toByteArray();
        int asked = 0;
        try (GrpcProbe probe = new GrpcProbe(inferencePort.port())) {
            for (; !done.get(); asked++) {
                GrpcProbe.Reply reply = probe.call("/inference.GRPCInferenceService/ModelInfer", question, Map.of());
                assertThat(reply.status()).as(reply.message()).isZero();
                String version = "";
                float figure = Float.NaN;
                ProtobufInput answer = new ProtobufInput(reply.bytes());
                for (int field = answer.next(); field != 0; field = answer.next()) {
                    switch (field) {
                        case 2 -> version = answer.text();
                        case 6 ->
                            figure = answer.bytes()
                                    .order(ByteOrder.LITTLE_ENDIAN)
                                    .getFloat();
                        default -> answer.skip();
                    }
                }
                count(version, (int) figure);
            }
        }
        return asked;
    }

    private void count(String version, int figure) {
        assertThat(version).isEqualTo(Integer.toString(figure));
        Objects.requireNonNull(answers.get(version)).release();
    }

    private static String group(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }
}
