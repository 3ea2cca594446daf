package dev.holdfast.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;

/** The UI over the wire, with small files in the place of those that the build makes. */
@HoldfastTest
class UiTest {
    private static final String PAGE = "the page of the UI";
    /** What a browser sends when it is sent to an address. */
    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    @Autowired
    private RestTestClient client;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/models",
                "/models/fraud/versions/3",
                "/deployments/fraud",
                "/deployments/fraud/drift?window=3",
                "/experiments/team%2Ffraud",
                "/nothing-of-ours"
            })
    void everyAddressOfTheUiIsItsPage(String address) {
        EntityExchangeResult<String> answer = get(address, BROWSER, "");

        assertThat(answer.getStatus().value()).isEqualTo(200);
        assertThat(answer.getResponseBody()).contains(PAGE);
        HttpHeaders headers = answer.getResponseHeaders();
        assertThat(headers.getContentType()).isNotNull().matches(MediaType.TEXT_HTML::isCompatibleWith);
        assertThat(headers.getCacheControl()).isEqualTo("no-cache");
        assertThat(headers.getFirst("Content-Security-Policy"))
                .contains("default-src 'self'", "script-src 'self';", "frame-ancestors 'none'")
                .doesNotContain("unsafe-eval");
        assertThat(headers.getFirst("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/nothing",
                "/api/2.0/mlflow/nothing",
                "/ajax-api/2.0/mlflow/nothing",
                "/v2/models/nobody",
                "/actuator/nothing",
                "/assets/nothing.js",
                "/deployments/nobody/ping"
            })
    void whatAnApiDoesNotHaveIsNotFoundForBrowsersToo(String path) {
        EntityExchangeResult<String> answer = get(path, BROWSER, "");

        assertThat(answer.getStatus().value()).isEqualTo(404);
        assertThat(String.valueOf(answer.getResponseBody())).doesNotContain(PAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/json"})
    void programsAreToldThatAnAddressIsNoEndpoint(String accept) {
        assertThat(get("/models/fraud", accept, "").getStatus().value()).isEqualTo(404);
    }

    @Test
    void thePageIsSentOnceAndThenAskedFor() {
        String eTag =
                String.valueOf(get("/models", BROWSER, "").getResponseHeaders().getETag());

        assertThat(eTag).startsWith("W/\"");
        client.get()
                .uri("/")
                .header(HttpHeaders.ACCEPT, BROWSER)
                .header(HttpHeaders.ACCEPT_ENCODING, "")
                .header(HttpHeaders.IF_NONE_MATCH, eTag)
                .exchange()
                .expectStatus()
                .isNotModified();
    }

    @Test
    void filesNamedByTheirContentAreKeptForGoodAndSentCompressed() {
        EntityExchangeResult<String> plain = get("/assets/app-0123abcd.js", "*/*", "");
        EntityExchangeResult<String> compressed = get("/assets/app-0123abcd.js", "*/*", "gzip, br");

        assertThat(plain.getResponseBody()).contains("plain");
        assertThat(plain.getResponseHeaders().getCacheControl()).contains("max-age=31536000", "immutable");
        assertThat(compressed.getResponseBody()).contains("compressed");
        assertThat(compressed.getResponseHeaders().getFirst(HttpHeaders.CONTENT_ENCODING))
                .isEqualTo("br");
        assertThat(compressed.getResponseHeaders().getContentType())
                .isNotNull()
                .matches(MediaType.parseMediaType("text/javascript")::isCompatibleWith);
    }

    @Test
    void nobodyLeavesTheFilesOfTheUi() {
        for (String path : new String[] {"/assets/..%2f..%2fapplication.properties", "/..%2fapplication.properties"}) {
            assertThat(String.valueOf(get(path, BROWSER, "").getResponseBody())).doesNotContain("spring.");
        }
    }

    private EntityExchangeResult<String> get(String address, String accept, String encoding) {
        return client.get()
                .uri(java.net.URI.create(address))
                .header(HttpHeaders.ACCEPT, accept)
                .header(HttpHeaders.ACCEPT_ENCODING, encoding)
                .exchange()
                .expectBody(String.class)
                .returnResult();
    }
}
