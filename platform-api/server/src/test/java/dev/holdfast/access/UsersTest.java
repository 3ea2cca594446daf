package dev.holdfast.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.HoldfastTest;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.Role;
import dev.holdfast.testkit.SettableClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

@HoldfastTest
class UsersTest {
    private static final String ADA = "ada@example.com";
    private static final String PASSWORD = "analytical engine";

    @Autowired
    private RestTestClient client;

    @Autowired
    private JdbcClient database;

    @Autowired
    private Users users;

    @Autowired
    private Tokens tokens;

    @Autowired
    private Credentials credentials;

    @Autowired
    private SettableClock clock;

    @BeforeEach
    @AfterEach
    void backToTheOpenMode() {
        database.sql("DELETE FROM access.account").update();
        database.sql("DELETE FROM access.token").update();
        credentials.refresh();
        // Every bucket drains.
        clock.advance(Duration.ofHours(1));
    }

    @Test
    void theFirstUserIsAnAdminAndEndsTheOpenMode() {
        create("nobody", "{\"name\": \"bob\", \"password\": \"correct horse\"}")
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].field")
                .isEqualTo("role");
        whoAmI("local", "whatever it is").expectStatus().isOk();

        create("nobody", "{\"name\": \"" + ADA + "\", \"password\": \"" + PASSWORD + "\", \"role\": \"admin\"}")
                .expectStatus()
                .isCreated()
                .expectHeader()
                .valueEquals(HttpHeaders.LOCATION, "/api/v1/users/ada%40example.com")
                .expectBody()
                .jsonPath("$.password")
                .doesNotExist();

        client.get().uri("/api/v1/me").exchange().expectStatus().isUnauthorized();
        whoAmI(ADA, PASSWORD)
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.role")
                .isEqualTo("admin");
    }

    @Test
    void aWrongPasswordAndAnUnknownNameGetTheSameAnswer() {
        users.create(ADA, PASSWORD, Role.ADMIN, Actor.SYSTEM);

        String wrongPassword = detail(whoAmI(ADA, "difference engine"));
        String unknownName = detail(whoAmI("charles", PASSWORD));

        assertThat(wrongPassword).isEqualTo(unknownName).contains("name or the password");
        whoAmI(ADA, "").expectStatus().isUnauthorized();
        client.get()
                .uri("/api/v1/me")
                .header(HttpHeaders.AUTHORIZATION, "Basic !!!")
                .exchange()
                .expectStatus()
                .isUnauthorized();
    }

    @Test
    void guessingIsSlowedDownButWhoIsSignedInGoesOn() {
        users.create(ADA, PASSWORD, Role.ADMIN, Actor.SYSTEM);
        users.create("bob", "correct horse", Role.VIEWER, Actor.SYSTEM);
        whoAmI(ADA, PASSWORD).expectStatus().isOk();

        for (int i = 0; i < 10; i++) {
            whoAmI(ADA, "guess number " + i).expectStatus().isUnauthorized();
            whoAmI("bob", "guess number " + i).expectStatus().isUnauthorized();
        }

        whoAmI(ADA, "guess number 10")
                .expectStatus()
                .isEqualTo(429)
                .expectHeader()
                .exists(HttpHeaders.RETRY_AFTER);
        whoAmI(ADA, PASSWORD).expectStatus().isOk();
        whoAmI("bob", "correct horse").expectStatus().isEqualTo(429);
        clock.advance(Duration.ofMinutes(1));
        whoAmI("bob", "correct horse").expectStatus().isOk();
    }

    @Test
    void anotherPasswordWorksAtOnceAndTheOldOneNoMore() {
        users.create(ADA, PASSWORD, Role.ADMIN, Actor.SYSTEM);
        users.create("bob", "correct horse", Role.VIEWER, Actor.SYSTEM);
        whoAmI("bob", "correct horse").expectStatus().isOk();

        password("bob", "correct horse", "bob", "{\"password\": \"battery staple\"}")
                .expectStatus()
                .isEqualTo(422);
        password("bob", "correct horse", "bob", """
                {"password": "battery staple", "current_password": "not this one"}""").expectStatus().isEqualTo(422);
        password("bob", "correct horse", ADA, "{\"password\": \"battery staple\"}")
                .expectStatus()
                .isForbidden();
        whoAmI("bob", "correct horse").expectStatus().isOk();

        password("bob", "correct horse", "bob", """
                {"password": "battery staple", "current_password": "correct horse"}""").expectStatus().isNoContent();
        whoAmI("bob", "correct horse").expectStatus().isUnauthorized();
        whoAmI("bob", "battery staple").expectStatus().isOk();

        password(ADA, PASSWORD, "bob", "{\"password\": \"horse battery\"}")
                .expectStatus()
                .isNoContent();
        whoAmI("bob", "battery staple").expectStatus().isUnauthorized();
        whoAmI("bob", "horse battery").expectStatus().isOk();
    }

    @Test
    void aRoleHoldsFromTheNextCallOnAndTheAuditLogNamesTheUser() {
        users.create(ADA, PASSWORD, Role.ADMIN, Actor.SYSTEM);
        users.create("bob", "correct horse", null, Actor.SYSTEM);
        call("bob", "correct horse", HttpMethod.GET, "/api/v1/users", null)
                .expectStatus()
                .isForbidden();

        call(ADA, PASSWORD, HttpMethod.PATCH, "/api/v1/users/bob", "{\"role\": \"admin\"}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.role")
                .isEqualTo("admin");

        call("bob", "correct horse", HttpMethod.GET, "/api/v1/users?max_results=1", null)
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.items[0].name")
                .isEqualTo(ADA)
                .jsonPath("$.next_page_token")
                .exists();
        call("bob", "correct horse", HttpMethod.GET, "/api/v1/audit?subject=user/bob", null)
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.items[0].action")
                .isEqualTo("user.role_changed")
                .jsonPath("$.items[0].actor")
                .isEqualTo(ADA)
                .jsonPath("$.items[0].details.from")
                .isEqualTo("contributor");
    }

    @Test
    void nobodyLocksThemselvesOut() {
        users.create(ADA, PASSWORD, Role.ADMIN, Actor.SYSTEM);
        users.create("bob", "correct horse", Role.APPROVER, Actor.SYSTEM);

        call(ADA, PASSWORD, HttpMethod.DELETE, "/api/v1/users/" + ADA, null)
                .expectStatus()
                .isEqualTo(409);
        call(ADA, PASSWORD, HttpMethod.PATCH, "/api/v1/users/" + ADA, "{\"role\": \"viewer\"}")
                .expectStatus()
                .isEqualTo(409);
        whoAmI(ADA, PASSWORD)
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.role")
                .isEqualTo("admin");

        tokens.issue("root", Role.ADMIN, null, Actor.SYSTEM);
        call(ADA, PASSWORD, HttpMethod.DELETE, "/api/v1/users/" + ADA, null)
                .expectStatus()
                .isNoContent();
        whoAmI(ADA, PASSWORD).expectStatus().isUnauthorized();
    }

    @Test
    void withAnAdminAmongTheUsersTheLastTokenMayGo() {
        users.create(ADA, PASSWORD, Role.ADMIN, Actor.SYSTEM);
        Token ci = tokens.issue("ci", Role.CONTRIBUTOR, null, Actor.SYSTEM).token();

        tokens.revoke(ci.id(), Actor.SYSTEM);

        whoAmI(ADA, PASSWORD).expectStatus().isOk();
    }

    @Test
    void namesAndPasswordsAreChecked() {
        users.create(ADA, PASSWORD, Role.ADMIN, Actor.SYSTEM);

        for (String name : new String[] {"", "system", "local", "a:b", "a b", "a/b", "../etc", "x".repeat(121)}) {
            assertThatThrownBy(() -> users.create(name, PASSWORD, null, Actor.SYSTEM))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("name");
        }
        assertThatThrownBy(() -> users.create("bob", "too short", null, Actor.SYSTEM))
                .hasMessageContaining("at least 12 characters");
        assertThatThrownBy(() -> users.create("bob", "é".repeat(37), null, Actor.SYSTEM))
                .hasMessageContaining("at most 72 bytes");
        assertThatThrownBy(() -> users.create(ADA, PASSWORD, null, Actor.SYSTEM))
                .hasMessageContaining("already exists");
    }

    @Test
    void whatFollowsTheBytesThatAreHashedDoesCount() {
        String longest = "é".repeat(36);
        users.create(ADA, longest, Role.ADMIN, Actor.SYSTEM);

        whoAmI(ADA, longest + "x").expectStatus().isUnauthorized();
        whoAmI(ADA, longest).expectStatus().isOk();
    }

    @Test
    void thePasswordIsKeptNowhere() {
        users.create(ADA, PASSWORD, Role.ADMIN, Actor.SYSTEM);

        String row = database.sql("SELECT a::text FROM access.account a")
                .query(String.class)
                .single();
        assertThat(row).doesNotContain(PASSWORD).contains("$2a$10$");
    }

    @Test
    void aConfiguredPasswordMakesTheFirstUserOnceAndOpensOtherAddresses() throws UnknownHostException {
        InetAddress everywhere = InetAddress.getByName("0.0.0.0");
        new OpenModeGuard(tokens, users, credentials, "", "root", "first-password", everywhere);
        new OpenModeGuard(tokens, users, credentials, "", "other", "second-password", everywhere);

        whoAmI("root", "first-password")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.role")
                .isEqualTo("admin");
        whoAmI("other", "second-password").expectStatus().isUnauthorized();
        users.create("bob", "correct horse", Role.ADMIN, Actor.SYSTEM);
        users.delete("root", Actor.SYSTEM);
        users.delete("bob", Actor.SYSTEM);
        assertThatThrownBy(() -> users.adoptFirstAdmin("root", "short"))
                .hasMessageContaining("HOLDFAST_ADMIN_PASSWORD");
    }

    private ResponseSpec whoAmI(String name, String password) {
        return call(name, password, HttpMethod.GET, "/api/v1/me", null);
    }

    private ResponseSpec create(String caller, String body) {
        return call(caller, "", HttpMethod.POST, "/api/v1/users", body);
    }

    private ResponseSpec password(String name, String password, String whose, String body) {
        return call(name, password, HttpMethod.PUT, "/api/v1/users/" + whose + "/password", body);
    }

    private ResponseSpec call(String name, String password, HttpMethod method, String path, @Nullable String body) {
        var request = client.method(method)
                .uri(path)
                .headers(headers -> headers.setBasicAuth(name, password, StandardCharsets.UTF_8));
        return body == null
                ? request.exchange()
                : request.contentType(MediaType.APPLICATION_JSON).body(body).exchange();
    }

    private static String detail(ResponseSpec response) {
        byte[] body = response.expectStatus()
                .isUnauthorized()
                .expectBody()
                .jsonPath("$.detail")
                .exists()
                .returnResult()
                .getResponseBody();
        return body == null ? "" : new String(body, StandardCharsets.UTF_8);
    }
}
