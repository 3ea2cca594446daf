package dev.holdfast.access.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import dev.holdfast.access.Tokens;
import dev.holdfast.access.Users;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Role;
import dev.holdfast.testkit.SettableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
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
import org.springframework.test.web.servlet.client.RestTestClient.BodyContentSpec;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

/** What the MLflow client's {@code AuthServiceClient} sends, and what it reads from the answers. */
@HoldfastTest
class MlflowUsersTest {
    private static final String PASSWORD = "analytical engine";
    private static final String USERS = "/api/2.0/mlflow/users/";
    private static final String USERS_V3 = "/api/3.0/mlflow/users/";
    private static final String ROLES = "/api/3.0/mlflow/roles/";

    @Autowired
    private RestTestClient client;

    @Autowired
    private JdbcClient database;

    @Autowired
    private Users users;

    @Autowired
    private Tokens tokens;

    @Autowired
    private SettableClock clock;

    /** Names that no other test has: what wrong passwords cost is remembered. */
    private final String admin = "admin-" + UUID.randomUUID();

    private final String bob = "bob-" + UUID.randomUUID();

    @BeforeEach
    void anAdmin() {
        users.create(admin, PASSWORD, Role.ADMIN, Actor.SYSTEM);
    }

    @AfterEach
    void backToTheOpenMode() {
        database.sql("DELETE FROM access.account WHERE name <> :admin")
                .param("admin", admin)
                .update();
        users.delete(admin, Actor.SYSTEM);
        clock.advance(Duration.ofHours(1));
    }

    @Test
    void aUserIsMadeFoundChangedAndDeleted() {
        ok(asAdmin(HttpMethod.POST, USERS + "create", credentials(bob)))
                .jsonPath("$.user.username")
                .isEqualTo(bob)
                .jsonPath("$.user.is_admin")
                .isEqualTo(false)
                .jsonPath("$.user.id")
                .isNumber();

        ok(asAdmin(HttpMethod.GET, USERS + "get?username=" + bob, null))
                .jsonPath("$.user.is_admin")
                .isEqualTo(false);
        ok(asAdmin(HttpMethod.PATCH, USERS + "update-admin", """
                {"username": "%s", "is_admin": true}""".formatted(bob)));
        ok(as(bob, PASSWORD, HttpMethod.GET, USERS + "current", null))
                .jsonPath("$.user.is_admin")
                .isEqualTo(true)
                .jsonPath("$.is_basic_auth")
                .isEqualTo(true);
        ok(asAdmin(HttpMethod.PATCH, USERS + "update-admin", """
                {"username": "%s", "is_admin": false}""".formatted(bob)));
        ok(asAdmin(HttpMethod.GET, USERS + "list", null))
                .jsonPath("$.users[?(@.username == '" + bob + "')].roles[0].name")
                .isEqualTo("contributor");

        ok(asAdmin(HttpMethod.DELETE, USERS + "delete", "{\"username\": \"" + bob + "\"}"));
        refused(asAdmin(HttpMethod.GET, USERS + "get?username=" + bob, null), 404, "RESOURCE_DOES_NOT_EXIST");
    }

    @Test
    void mistakesAreAnsweredInTheProtocolsShape() {
        refused(
                asAdmin(HttpMethod.POST, USERS + "create", "{\"username\": \"\", \"password\": \"\"}"),
                400,
                "INVALID_PARAMETER_VALUE");
        refused(
                asAdmin(HttpMethod.POST, USERS + "create", "{\"username\": \"x\", \"password\": \"short\"}"),
                400,
                "INVALID_PARAMETER_VALUE");
        refused(asAdmin(HttpMethod.POST, USERS + "create", credentials(admin)), 400, "RESOURCE_ALREADY_EXISTS");
        refused(asAdmin(HttpMethod.DELETE, USERS + "delete", "{\"username\": \"" + admin + "\"}"), 400, "BAD_REQUEST");
        refused(
                asAdmin(HttpMethod.PATCH, USERS + "update-admin", """
                        {"username": "%s", "is_admin": false}""".formatted(admin)),
                400,
                "INVALID_PARAMETER_VALUE");
    }

    @Test
    void withoutCredentialsTheClientIsAskedForThem() {
        client.get()
                .uri(USERS + "current")
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectHeader()
                .valueEquals(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"mlflow\"")
                .expectBody()
                .jsonPath("$.error_code")
                .isEqualTo("UNAUTHENTICATED")
                .jsonPath("$.message")
                .value(String.class, message -> assertThat(message).startsWith("You are not authenticated. "));
        as(admin, "not the password", HttpMethod.GET, USERS + "current", null)
                .expectStatus()
                .isUnauthorized()
                .expectHeader()
                .valueEquals(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"mlflow\"");
    }

    @Test
    void peopleSeeAndChangeThemselvesAndAdminsEveryone() {
        users.create(bob, PASSWORD, Role.VIEWER, Actor.SYSTEM);

        ok(as(bob, PASSWORD, HttpMethod.GET, USERS + "get?username=" + bob, null));
        refused(as(bob, PASSWORD, HttpMethod.GET, USERS + "get?username=" + admin, null), 403, "PERMISSION_DENIED");
        refused(as(bob, PASSWORD, HttpMethod.GET, USERS + "list", null), 403, "PERMISSION_DENIED");
        refused(
                as(bob, PASSWORD, HttpMethod.PATCH, USERS + "update-password", """
                        {"username": "%s", "password": "difference engine"}""".formatted(bob)),
                400,
                "INVALID_PARAMETER_VALUE");
        ok(as(bob, PASSWORD, HttpMethod.PATCH, USERS + "update-password", """
                {"username": "%s", "password": "difference engine", "current_password": "%s"}""".formatted(bob, PASSWORD)));
        ok(as(bob, "difference engine", HttpMethod.GET, USERS + "current", null))
                .jsonPath("$.user.username")
                .isEqualTo(bob);
    }

    @Test
    void ourRolesAreTheProtocolsRoles() {
        users.create(bob, PASSWORD, Role.VIEWER, Actor.SYSTEM);

        ok(asAdmin(HttpMethod.GET, ROLES + "list?workspace=default", null))
                .jsonPath("$.roles.length()")
                .isEqualTo(4)
                .jsonPath("$.roles[2].name")
                .isEqualTo("approver");
        permission("READ", false);
        ok(asAdmin(HttpMethod.POST, ROLES + "assign", """
                {"username": "%s", "role_id": 3}""".formatted(bob)))
                .jsonPath("$.assignment.role_id")
                .isEqualTo(3);
        permission("EDIT", true);
        ok(as(bob, PASSWORD, HttpMethod.GET, USERS_V3 + "roles/list?username=" + bob, null))
                .jsonPath("$.roles[0].name")
                .isEqualTo("approver");
        ok(asAdmin(HttpMethod.GET, ROLES + "users/list?role_id=3", null))
                .jsonPath("$.assignments.length()")
                .isEqualTo(1);
        ok(as(bob, PASSWORD, HttpMethod.GET, USERS_V3 + "current/permissions", null))
                .jsonPath("$.permissions[0].permission")
                .isEqualTo("EDIT");
        refused(asAdmin(HttpMethod.GET, ROLES + "get?role_id=5", null), 404, "RESOURCE_DOES_NOT_EXIST");
    }

    @Test
    void whatNobodyWouldEnforceIsNotTaken() {
        refused(asAdmin(HttpMethod.POST, USERS_V3 + "permissions/grant", """
                        {"username": "%s", "resource_type": "experiment", "resource_id": "0", "permission": "READ"}""".formatted(admin)), 501, "NOT_IMPLEMENTED");
        refused(
                asAdmin(HttpMethod.POST, "/api/2.0/mlflow/experiments/permissions/create", "{}"),
                501,
                "NOT_IMPLEMENTED");
        refused(asAdmin(HttpMethod.POST, ROLES + "create", "{\"name\": \"x\"}"), 501, "NOT_IMPLEMENTED");
    }

    @Test
    void bearersOfTokensAreKnownOnTheseCallsToo() {
        String name = "ci-" + UUID.randomUUID();
        var issued = tokens.issue(name, Role.VIEWER, null, Actor.SYSTEM);

        client.get()
                .uri(USERS + "current")
                .headers(headers -> headers.setBearerAuth(issued.secret()))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.user.username")
                .isEqualTo(name);
        tokens.revoke(issued.token().id(), Actor.SYSTEM);
    }

    private void permission(String expected, boolean allowed) {
        ok(asAdmin(
                        HttpMethod.GET,
                        USERS_V3 + "permissions/get?resource_type=experiment&resource_id=0&username=" + bob,
                        null))
                .jsonPath("$.permission")
                .isEqualTo(expected)
                .jsonPath("$.allowed")
                .isEqualTo(allowed);
    }

    private static String credentials(String name) {
        return "{\"username\": \"" + name + "\", \"password\": \"" + PASSWORD + "\"}";
    }

    private ResponseSpec asAdmin(HttpMethod method, String path, @Nullable String body) {
        return as(admin, PASSWORD, method, path, body);
    }

    private ResponseSpec as(String name, String password, HttpMethod method, String path, @Nullable String body) {
        var request = client.method(method)
                .uri(path)
                .headers(headers -> headers.setBasicAuth(name, password, StandardCharsets.UTF_8));
        return body == null
                ? request.exchange()
                : request.contentType(MediaType.APPLICATION_JSON).body(body).exchange();
    }

    private static BodyContentSpec ok(ResponseSpec response) {
        return response.expectStatus().isOk().expectBody();
    }

    private static void refused(ResponseSpec response, int status, String code) {
        response.expectStatus()
                .isEqualTo(status)
                .expectBody()
                .jsonPath("$.error_code")
                .isEqualTo(code)
                .jsonPath("$.message")
                .exists();
    }
}
