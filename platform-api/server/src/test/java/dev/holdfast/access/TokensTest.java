package dev.holdfast.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.HoldfastTest;
import dev.holdfast.testkit.SettableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

@HoldfastTest
class TokensTest {
    @Autowired
    private RestTestClient client;

    @Autowired
    private JdbcClient database;

    @Autowired
    private Tokens tokens;

    @Autowired
    private Users users;

    @Autowired
    private Credentials credentials;

    @Autowired
    private SettableClock clock;

    @LocalServerPort
    private int port;

    @AfterEach
    void backToTheOpenMode() {
        database.sql("DELETE FROM access.token").update();
        credentials.refresh();
    }

    @Test
    void withoutTokensWhoeverIsOnThisMachineIsAnAdmin() {
        whoAmI(null).expectStatus().isOk().expectBody().jsonPath("$.role").isEqualTo("admin");
    }

    @Test
    void withoutTokensAPageOfAnotherSiteIsRefused() throws IOException {
        client.get()
                .uri("/api/v1/me")
                .header(HttpHeaders.ORIGIN, "https://evil.example")
                .exchange()
                .expectStatus()
                .isForbidden();
        assertThat(statusLine("rebound.example")).contains("403");
        assertThat(statusLine("localhost")).contains("200");
    }

    @Test
    void theFirstTokenIsAnAdminsAndEndsTheOpenMode() {
        issue(null, "ci", "contributor")
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].field")
                .isEqualTo("role");

        String admin = secret(issue(null, "root", "admin"));

        whoAmI(null).expectStatus().isUnauthorized().expectHeader().exists(HttpHeaders.WWW_AUTHENTICATE);
        whoAmI("hf_wrong").expectStatus().isUnauthorized();
        whoAmI(admin).expectStatus().isOk().expectBody().jsonPath("$.name").isEqualTo("root");
    }

    @Test
    void theSecretIsKeptNowhere() {
        String admin = secret(issue(null, "root", "admin"));

        String row = database.sql("SELECT t::text FROM access.token t")
                .query(String.class)
                .single();
        assertThat(row).doesNotContain(admin).doesNotContain(admin.substring("hf_".length()));
    }

    @Test
    void aTokenStopsWorkingWhenItExpiresOrIsRevoked() {
        String admin = secret(issue(null, "root", "admin"));
        String soon = clock.instant().plus(Duration.ofMinutes(5)).toString();
        String shortLived = secret(post(admin, """
                {"name": "guest", "role": "viewer", "expires_at": "%s"}""".formatted(soon)));
        JsonNode robot = body(issue(admin, "robot", "contributor"));

        whoAmI(shortLived).expectStatus().isOk();
        clock.advance(Duration.ofMinutes(6));
        whoAmI(shortLived).expectStatus().isUnauthorized();

        whoAmI(robot.path("token").asString()).expectStatus().isOk();
        revoke(admin, robot).expectStatus().isNoContent();
        whoAmI(robot.path("token").asString()).expectStatus().isUnauthorized();
    }

    @Test
    void aConfiguredSecretBecomesTheFirstAdminsTokenOnce() {
        tokens.adoptFirstAdmin("a-secret-of-the-operator");
        tokens.adoptFirstAdmin("another-one-given-later");

        whoAmI("a-secret-of-the-operator")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.role")
                .isEqualTo("admin");
        whoAmI("another-one-given-later").expectStatus().isUnauthorized();
        assertThatThrownBy(() -> tokens.adoptFirstAdmin("short")).hasMessageContaining("HOLDFAST_ADMIN_TOKEN");
    }

    @Test
    void otherAddressesThanLoopbackAreRefusedUntilATokenExists() throws IOException {
        InetAddress everywhere = InetAddress.getByName("0.0.0.0");
        assertThatThrownBy(() -> new OpenModeGuard(tokens, users, credentials, "", "", "", everywhere))
                .isInstanceOf(OpenToOthersException.class)
                .hasMessageContaining("POST /api/v1/tokens");

        new OpenModeGuard(tokens, users, credentials, "a-secret-of-the-operator", "", "", everywhere);
        whoAmI("a-secret-of-the-operator").expectStatus().isOk();
    }

    @Test
    void nobodyLocksThemselvesOut() {
        JsonNode root = body(issue(null, "root", "admin"));
        String admin = root.path("token").asString();
        issue(admin, "ci", "contributor").expectStatus().isCreated();

        revoke(admin, root).expectStatus().isEqualTo(409);
        issue(admin, "ci", "viewer").expectStatus().isEqualTo(409);
    }

    /** A request as a browser would send it that was tricked into taking another name for this machine. */
    private String statusLine(String host) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String request = "GET /api/v1/me HTTP/1.1\r\nHost: " + host + ":" + port + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .findFirst()
                    .orElseThrow();
        }
    }

    private ResponseSpec whoAmI(@Nullable String secret) {
        return client.get()
                .uri("/api/v1/me")
                .headers(headers -> authorize(headers, secret))
                .exchange();
    }

    private ResponseSpec issue(@Nullable String secret, String name, String role) {
        return post(secret, "{\"name\": \"" + name + "\", \"role\": \"" + role + "\"}");
    }

    private ResponseSpec post(@Nullable String secret, String body) {
        return client.post()
                .uri("/api/v1/tokens")
                .headers(headers -> authorize(headers, secret))
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange();
    }

    private ResponseSpec revoke(@Nullable String secret, JsonNode token) {
        return client.delete()
                .uri("/api/v1/tokens/" + token.path("id").asString())
                .headers(headers -> authorize(headers, secret))
                .exchange();
    }

    private static void authorize(HttpHeaders headers, @Nullable String secret) {
        if (secret != null) {
            headers.setBearerAuth(secret);
        }
    }

    private static String secret(ResponseSpec response) {
        return body(response).path("token").asString();
    }

    private static JsonNode body(ResponseSpec response) {
        return Objects.requireNonNull(response.expectStatus()
                .isCreated()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody());
    }
}
