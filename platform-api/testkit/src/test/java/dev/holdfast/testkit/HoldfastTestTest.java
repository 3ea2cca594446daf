package dev.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@HoldfastTest
@Import(HoldfastTestTest.EchoController.class)
class HoldfastTestTest {
    enum Kind {
        TIME_SERIES,
        TABLE
    }

    record Echo(
            Kind sampleKind,
            @Nullable String note,
            Instant createdAt,
            Map<Kind, Integer> countByKind,
            Optional<Integer> limit,
            Digest digest,
            List<Role> roles) {}

    @RestController
    static class EchoController {
        @PostMapping("/api/v1/echo")
        @Requires(Role.APPROVER)
        Echo echo(@RequestBody Echo body) {
            return body;
        }

        @PostMapping("/api/v1/whoami")
        @Requires(Role.VIEWER)
        Actor whoami(Actor actor) {
            return actor;
        }
    }

    private static final String DIGEST = "sha256:" + "0a".repeat(32);

    @Autowired
    private RestTestClient client;

    @Autowired
    private JdbcClient database;

    @Autowired
    private Clock clock;

    @Autowired
    private SettableClock settableClock;

    @Test
    void jsonIsWrittenAndReadInOneShape() {
        send("/api/v1/echo", """
                {"sample_kind": "time_series", "created_at": "2026-03-01T12:00:00.123456+02:00", "note": null,
                 "count_by_kind": {"table": 3}, "digest": "%s", "roles": ["viewer"]}""".formatted(DIGEST), "admin")
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .isEqualTo("{\"sample_kind\":\"time_series\",\"created_at\":\"2026-03-01T10:00:00.123Z\","
                        + "\"count_by_kind\":{\"table\":3},\"digest\":\"" + DIGEST + "\",\"roles\":[\"viewer\"]}");
    }

    @Test
    void unknownFieldsAndValuesAreRefusedByName() {
        send("/api/v1/echo", "{\"sample_knid\": \"table\"}", "admin")
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].field")
                .isEqualTo("sample_knid")
                .jsonPath("$.errors[0].message")
                .value(String.class, message -> assertThat(message).contains("known are", "sample_kind"));
        send("/api/v1/echo", "{\"sample_kind\": \"TABLE\"}", "admin")
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].message")
                .value(String.class, message -> assertThat(message).contains("[time_series, table]"));
    }

    @Test
    void theCallerHasTheRoleThatTheTestNames() {
        send("/api/v1/whoami", "{}", "viewer")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.role")
                .isEqualTo("viewer");
        send("/api/v1/echo", "{}", "viewer").expectStatus().isForbidden();
        send("/api/v1/echo", "{}", "none").expectStatus().isEqualTo(HttpStatus.UNAUTHORIZED);
    }

    @Test
    void theDatabaseIsMigratedAndTheClockIsTheTests() {
        assertThat(database.sql("SELECT count(*) FROM events.event_publication")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(clock).isSameAs(settableClock);
    }

    private RestTestClient.ResponseSpec send(String path, String body, String role) {
        return client.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .header(TestCaller.ROLE, role)
                .body(body)
                .exchange();
    }
}
