package dev.holdfast.audit.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.HoldfastTest;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.AuditQuery;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

@HoldfastTest
class EventStreamTest {
    @Autowired
    private AuditLog log;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private JsonMapper json;

    @LocalServerPort
    private int port;

    /** No other test's entries are below it. */
    private final String subject = "stream/" + UUID.randomUUID();

    @Test
    void aListenerHearsWhatHappensAndGoesOnWhereItWas() throws Exception {
        long first;
        try (HttpClient http = HttpClient.newHttpClient();
                BufferedReader stream = listen(http, "", null)) {
            record("run.started", "a line\nand another");
            List<String> event = next(stream);

            assertThat(event.get(1)).isEqualTo("event: run.started");
            assertThat(event.get(2))
                    .startsWith("data: {")
                    .contains("\"subject\":\"" + subject + "\"")
                    .contains("a line\\nand another");
            first = Long.parseLong(event.getFirst().substring("id: ".length()));
        }

        record("run.ended", null);
        record("release.activated", null);
        try (HttpClient http = HttpClient.newHttpClient();
                BufferedReader stream = listen(http, "", first)) {
            assertThat(next(stream).get(1)).isEqualTo("event: run.ended");
            assertThat(next(stream).get(1)).isEqualTo("event: release.activated");
        }
        try (HttpClient http = HttpClient.newHttpClient();
                BufferedReader stream = listen(http, "&action=release", first)) {
            assertThat(next(stream).get(1)).isEqualTo("event: release.activated");
        }
    }

    @Test
    void anIdThatIsNoneIsRefused() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response =
                    http.send(request("").header("Last-Event-ID", "x").build(), HttpResponse.BodyHandlers.ofString());

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body()).contains("Last-Event-ID");
        }
    }

    @Test
    void placesAreBoundedAndComeBack() {
        EventStreams streams = new EventStreams(log, json, 1, Duration.ofSeconds(15));
        streams.enter();
        assertThatThrownBy(streams::enter).isInstanceOf(ProblemException.class);
        streams.leave();
        streams.enter();
    }

    @Test
    void whereNothingHappensAHeartbeatShowsWhoIsGone() {
        EventStreams streams = new EventStreams(log, json, 1, Duration.ofMillis(1));
        List<String> written = new ArrayList<>();
        OutputStream goneAfterTheThirdHeartbeat = new OutputStream() {
            @Override
            public void write(int b) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (written.size() == 4) {
                    throw new IOException("Broken pipe");
                }
                written.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
            }
        };

        assertThatThrownBy(() -> streams.write(new AuditQuery(subject, null, null), null, goneAfterTheThirdHeartbeat))
                .hasMessage("Broken pipe");
        assertThat(written).containsExactly("retry: 2000\n\n", ":\n\n", ":\n\n", ":\n\n");
    }

    private void record(String action, @Nullable String reason) {
        transaction.executeWithoutResult(status -> log.record(Actor.SYSTEM, action, subject, reason, Map.of()));
        // What was committed has its place in the chain when it is read.
        log.entries(AuditQuery.ALL, PageRequest.first());
    }

    private HttpRequest.Builder request(String more) {
        return HttpRequest.newBuilder(
                URI.create("http://localhost:" + port + "/api/v1/events?subject=" + subject + more));
    }

    private BufferedReader listen(HttpClient http, String more, @Nullable Long after) throws Exception {
        HttpRequest.Builder request = request(more);
        if (after != null) {
            request.header("Last-Event-ID", Long.toString(after));
        }
        HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        BufferedReader stream = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        assertThat(next(stream)).containsExactly("retry: 2000");
        return stream;
    }

    /** The lines of the next event; heartbeats are passed over. */
    private static List<String> next(BufferedReader stream) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = stream.readLine(); line != null; line = stream.readLine()) {
            if (line.isEmpty() && !lines.isEmpty()) {
                return lines;
            }
            if (!line.isEmpty() && !line.equals(":")) {
                lines.add(line);
            }
        }
        throw new IOException("The stream has ended");
    }
}
