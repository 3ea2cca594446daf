package dev.holdfast.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Public;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Every endpoint with every role, over the wire. {@code permissions.txt} lists who may call what; an endpoint that is not
 * in it fails the test, so that nobody adds one without deciding.
 */
@HoldfastTest
class PermissionMatrixTest {
    private static final String NOBODY = "nobody";

    @Autowired
    private RestTestClient client;

    @Autowired
    private Tokens tokens;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mappings;

    private final Map<Role, String> secrets = new EnumMap<>(Role.class);

    @BeforeEach
    void tokenForEachRole() {
        for (Role role : List.of(Role.ADMIN, Role.APPROVER, Role.CONTRIBUTOR, Role.VIEWER)) {
            String name = role.wireName() + "-" + System.nanoTime();
            secrets.put(role, tokens.issue(name, role, null, Actor.SYSTEM).secret());
        }
    }

    @Test
    void theListNamesEveryEndpointAndTheRoleItNeeds() throws IOException {
        assertThat(declared()).isEqualTo(listed());
    }

    @Test
    void everyRoleGetsExactlyWhatTheListSays() throws IOException {
        List<String> wrong = new ArrayList<>();
        listed().forEach((endpoint, needed) -> {
            check(endpoint, NOBODY, null, needed.equals("public") ? 0 : 401, wrong);
            for (Role role : Role.values()) {
                boolean allowed = needed.equals("public")
                        || role.includes(Role.valueOf(needed.toUpperCase(java.util.Locale.ROOT)));
                check(endpoint, role.wireName(), secrets.get(role), allowed ? 0 : 403, wrong);
            }
        });
        assertThat(wrong).isEmpty();
    }

    /** {@code refusal} is the status that must come, 0 where neither 401 nor 403 may. */
    private void check(String endpoint, String caller, @Nullable String secret, int refusal, List<String> wrong) {
        int status = call(endpoint, secret);
        boolean refused = status == 401 || status == 403;
        if (refusal == 0 ? refused : status != refusal) {
            wrong.add(endpoint + " answered " + status + " to " + caller);
        }
    }

    private int call(String endpoint, @Nullable String secret) {
        String[] methodAndPath = endpoint.split(" ", 2);
        // Nothing has this name or id: a call that is allowed gets no further than "not found" or "malformed".
        String path = methodAndPath[1].replaceAll("\\{[^}]*}", "no-such-thing");
        Consumer<HttpHeaders> headers = all -> {
            // Streams would begin, and not end.
            all.set("Last-Event-ID", "no-such-thing");
            if (secret != null) {
                all.setBearerAuth(secret);
            }
        };
        return client.method(HttpMethod.valueOf(methodAndPath[0]))
                .uri(path)
                .headers(headers)
                .contentType(contentType(endpoint))
                .body("[")
                .exchange()
                .returnResult(byte[].class)
                .getStatus()
                .value();
    }

    /** What the endpoint takes: a request of another type is refused before anyone asks who sent it. */
    private static MediaType contentType(String endpoint) {
        return switch (endpoint) {
            case "POST /api/v1/datasets/{name}/versions" -> MediaType.parseMediaType("text/csv");
            case "PUT /api/v1/pipelines/{name}" -> MediaType.parseMediaType("application/yaml");
            default -> MediaType.APPLICATION_JSON;
        };
    }

    private Map<String, String> declared() {
        Map<String, String> declared = new TreeMap<>();
        mappings.getHandlerMethods().forEach((info, handler) -> {
            if (handler.getBeanType().getName().startsWith("dev.holdfast.")) {
                endpoints(info).forEach(endpoint -> declared.put(endpoint, needed(handler)));
            }
        });
        return declared;
    }

    private static List<String> endpoints(RequestMappingInfo info) {
        List<String> endpoints = new ArrayList<>();
        for (RequestMethod method : info.getMethodsCondition().getMethods()) {
            for (String path : info.getPatternValues()) {
                endpoints.add(method + " " + path);
            }
        }
        return endpoints;
    }

    private static String needed(HandlerMethod handler) {
        Requires requires = handler.getMethodAnnotation(Requires.class);
        if (requires != null) {
            return requires.value().wireName();
        }
        return handler.hasMethodAnnotation(Public.class) ? "public" : "undeclared";
    }

    private static Map<String, String> listed() throws IOException {
        Map<String, String> listed = new TreeMap<>();
        new ClassPathResource("permissions.txt", PermissionMatrixTest.class)
                .getContentAsString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .forEach(line -> {
                    String[] roleAndEndpoint = line.split("\\s+", 2);
                    listed.put(roleAndEndpoint[1], roleAndEndpoint[0]);
                });
        return listed;
    }
}
