package dev.holdfast.inference;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.HoldfastTest;
import dev.holdfast.kernel.Actor;
import dev.holdfast.release.DeploymentSpec;
import dev.holdfast.release.MonitoringSettings;
import dev.holdfast.release.ServingSettings;
import dev.holdfast.runtime.Batching;
import dev.holdfast.testkit.TinyOnnx;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;

/** What a collector receives. */
@HoldfastTest
class TracingTest extends ServedTestCase {
    private static final String NAME = "traced";
    private static final Collector COLLECTOR = new Collector();

    /** Takes OTLP over HTTP. */
    private static final class Collector {
        private final HttpServer server;
        private final List<Span> spans = new CopyOnWriteArrayList<>();
        private final List<KeyValue> resource = new CopyOnWriteArrayList<>();

        Collector() {
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            server.createContext("/v1/traces", exchange -> {
                ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
                request.getResourceSpansList().forEach(of -> {
                    resource.addAll(of.getResource().getAttributesList());
                    of.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList()));
                });
                exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
        }
    }

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add(
                "holdfast.tracing.endpoint",
                () -> "http://127.0.0.1:" + COLLECTOR.server.getAddress().getPort() + "/v1/traces");
        registry.add("holdfast.tracing.interval", () -> "1h");
    }

    @AfterAll
    static void stop() {
        COLLECTOR.server.stop(0);
    }

    @Autowired
    private RestTestClient client;

    @Autowired
    private PredictionTracing tracing;

    @BeforeEach
    void deploy() throws IOException {
        serve(NAME, TinyOnnx.squares());
        tracing.flush();
        COLLECTOR.spans.clear();
    }

    @Test
    void aPredictionIsASpanWithItsPartsInTheCallersTrace() {
        String traceId = "0af7651916cd43dd8448eb211c80319c";
        ask("00-" + traceId + "-b7ad6b7169203331-01", 2, 200);
        Map<String, Span> spans = received();
        assertThat(spans.keySet()).containsExactlyInAnyOrder("predict traced", "read", "run", "write");
        Span request = span(spans, "predict traced");
        assertThat(hex(request.getTraceId())).isEqualTo(traceId);
        assertThat(hex(request.getParentSpanId())).isEqualTo("b7ad6b7169203331");
        assertThat(request.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
        assertThat(attributes(request))
                .containsEntry("holdfast.deployment", "traced")
                .containsEntry("holdfast.release", "1")
                .containsEntry("holdfast.model_version", "1")
                .containsEntry("holdfast.rows", "2")
                .containsKey("holdfast.prediction_id");
        for (String part : List.of("read", "run", "write")) {
            Span span = span(spans, part);
            assertThat(span.getParentSpanId()).isEqualTo(request.getSpanId());
            assertThat(span.getTraceId()).isEqualTo(request.getTraceId());
            assertThat(span.getStartTimeUnixNano()).isGreaterThanOrEqualTo(request.getStartTimeUnixNano());
            assertThat(span.getEndTimeUnixNano())
                    .isGreaterThanOrEqualTo(span.getStartTimeUnixNano())
                    .isLessThanOrEqualTo(request.getEndTimeUnixNano());
        }
        assertThat(COLLECTOR.resource)
                .anySatisfy(
                        value -> assertThat(value.getValue().getStringValue()).isEqualTo("holdfast"));
    }

    @Test
    void aTraceThatBeginsHereHasTheIdThatTheAnswerTells() {
        String told = ask(null, 1, 200);
        Span request = span(received(), "predict traced");
        assertThat(hex(request.getTraceId())).isEqualTo(told);
        assertThat(request.getParentSpanId().isEmpty()).isTrue();
    }

    @Test
    void whatTheCallerDoesNotRecordIsNotSent() {
        ask("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00", 1, 200);
        assertThat(received()).isEmpty();
    }

    @Test
    void failuresAreSpansWithTheirReason() {
        client.post()
                .uri("/v2/models/" + NAME + "/infer")
                .body("{\"inputs\": []}")
                .exchange()
                .expectStatus()
                .isBadRequest();
        Span request = span(received(), "predict traced");
        assertThat(request.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
        assertThat(attributes(request)).containsKey("error.type");
    }

    @Test
    void requestsThatAreJoinedShowTheirWaitingAndTheirBatch() {
        deployments.put(
                NAME,
                new DeploymentSpec(
                        null,
                        MonitoringSettings.DEFAULTS,
                        ServingSettings.of(new Batching(true, 4, 60_000_000, 1), null, null)),
                Actor.SYSTEM);
        // The first joined run is tried both ways.
        together();
        tracing.flush();
        COLLECTOR.spans.clear();
        together();
        tracing.flush();
        Map<String, List<Span>> spans = COLLECTOR.spans.stream().collect(Collectors.groupingBy(Span::getName));
        assertThat(spans.keySet())
                .containsExactlyInAnyOrder("predict traced", "read", "queue", "batch", "run", "write");
        List<Span> batches = Objects.requireNonNull(spans.get("batch"));
        assertThat(batches)
                .hasSize(2)
                .allSatisfy(batch -> assertThat(attributes(batch)).containsEntry("holdfast.rows", "4"));
        assertThat(Objects.requireNonNull(spans.get("run")))
                .extracting(Span::getParentSpanId)
                .containsExactlyInAnyOrderElementsOf(
                        batches.stream().map(Span::getSpanId).toList());
    }

    private void together() {
        try (ExecutorService callers = Executors.newFixedThreadPool(2)) {
            var _ = callers.submit(() -> ask(null, 2, 200));
            var _ = callers.submit(() -> ask(null, 2, 200));
        }
    }

    /** The trace that the answer tells. */
    private String ask(@Nullable String traceparent, int rows, int status) {
        return Objects.requireNonNull(client.post()
                .uri("/v2/models/" + NAME + "/infer")
                .headers(headers -> {
                    if (traceparent != null) {
                        headers.set("traceparent", traceparent);
                    }
                })
                .body("{\"inputs\": [{\"name\": \"x\", \"datatype\": \"FP32\", \"shape\": [" + rows + ", 1], \"data\": "
                        + (rows == 1 ? "[1]" : "[1, 2]") + "}]}")
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .returnResult(String.class)
                .getResponseHeaders()
                .getFirst("X-Trace-Id"));
    }

    private Map<String, Span> received() {
        tracing.flush();
        return COLLECTOR.spans.stream().collect(Collectors.toMap(Span::getName, span -> span));
    }

    private static Span span(Map<String, Span> spans, String name) {
        return Objects.requireNonNull(spans.get(name), name);
    }

    private static Map<String, String> attributes(Span span) {
        return span.getAttributesList().stream()
                .collect(Collectors.toMap(
                        KeyValue::getKey,
                        value -> value.getValue().hasStringValue()
                                ? value.getValue().getStringValue()
                                : Long.toString(value.getValue().getIntValue())));
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }
}
