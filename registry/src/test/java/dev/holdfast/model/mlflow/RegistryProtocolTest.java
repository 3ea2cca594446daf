package dev.holdfast.model.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.PATCH;
import static org.springframework.http.HttpMethod.POST;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class RegistryProtocolTest extends RegistryTestCase {
    @Test
    void keepsWhatIsSaidOfAModel() {
        JsonNode created = registry.post("registered-models/create", """
                        {"name": "déjà vu 😀 100% 'x'", "description": "d", "unknown": 1,
                         "tags": [{"key": "a", "value": "1"}, {"key": "a", "value": "2"}, {"key": "b.c/d e:f"}]}
                        """).path("registered_model");
        long now = clock.instant().toEpochMilli();
        assertThat(created.path("creation_timestamp").asLong()).isEqualTo(now);
        assertThat(created.path("last_updated_timestamp").asLong()).isEqualTo(now);
        assertThat(created.has("latest_versions")).isFalse();
        assertThat(created.path("tags").toString())
                .isEqualTo("[{\"key\":\"a\",\"value\":\"2\"},{\"key\":\"b.c/d e:f\",\"value\":\"\"}]");
        assertThat(model("déjà vu 😀 100% 'x'")).isEqualTo(created);

        clock.advance(Duration.ofSeconds(5));
        JsonNode updated = registry.patch(
                        "registered-models/update", "{\"name\": \"déjà vu 😀 100% 'x'\", \"description\": \"e\"}")
                .path("registered_model");
        assertThat(updated.path("description").stringValue()).isEqualTo("e");
        assertThat(updated.path("last_updated_timestamp").asLong()).isEqualTo(now + 5_000);
        assertThat(registry.patch("registered-models/update", "{\"name\": \"déjà vu 😀 100% 'x'\"}")
                        .path("registered_model")
                        .has("description"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {}                              | Missing value for required parameter 'name'.
                    {"name": ""}                    | Missing value for required parameter 'name'.
                    {"name": "  "}                  | Missing value for required parameter 'name'.
                    {"name": "a/b"}                 | Invalid model name 'a/b'. Names cannot contain '/' or ':'.
                    {"name": "a:b"}                 | Invalid model name 'a:b'. Names cannot contain '/' or ':'.
                    {"name": ".."}                  | must not resolve to other names
                    {"name": 5}                     | Invalid value 5 for parameter 'name' supplied
                    {"name": "a\\u0000b"}           | U+0000
                    {"name": "x", "tags": "y"}      | Invalid value "y" for parameter 'tags' supplied
                    {"name": "x", "tags": [{"key": "a$"}]}  | Invalid value "a$" for parameter 'key' supplied
                    {"name": "x", "tags": [{"value": "a"}]} | for parameter 'key' supplied
                    {"name": "x", "description": 1} | Invalid value 1 for parameter 'description' supplied
                    """)
    void refusesModels(String body, String message) {
        registry.refuses(POST, "registered-models/create", body, 400, "INVALID_PARAMETER_VALUE", message);
        registry.refusesGet(
                "registered-models/get",
                404,
                "RESOURCE_DOES_NOT_EXIST",
                "Registered Model with name=x not found",
                "name",
                "x");
    }

    @Test
    void knowsItsLimits() {
        String name = "n".repeat(256);
        registry.createModel(name);
        invalid(POST, "registered-models/create", "{\"name\": \"" + name + "n\"}", "maximum length of 256");
        registry.refuses(
                POST,
                "registered-models/create",
                "{\"name\": \"" + name + "\"}",
                400,
                "RESOURCE_ALREADY_EXISTS",
                "Registered Model (name=" + name + ") already exists.");
        String tag = "{\"name\": \"" + name + "\", \"key\": \"%s\", \"value\": \"%s\"}";
        registry.post("registered-models/set-tag", tag.formatted("k".repeat(250), "v".repeat(100_000)));
        invalid(
                POST,
                "registered-models/set-tag",
                tag.formatted("k".repeat(251), "v"),
                "'key' exceeds the maximum length of 250 characters");
        invalid(
                POST,
                "registered-models/set-tag",
                tag.formatted("k", "v".repeat(100_001)),
                "'value' exceeds the maximum length of 100000 characters");
        registry.createVersion(name, "s3://bucket/a");
        String alias = "{\"name\": \"" + name + "\", \"alias\": \"%s\", \"version\": \"1\"}";
        registry.post("registered-models/alias", alias.formatted("a".repeat(255)));
        invalid(
                POST,
                "registered-models/alias",
                alias.formatted("a".repeat(256)),
                "'Registered model alias name' exceeds the maximum length of 255 characters");
        for (String page : List.of("0", "-1", "1001", "x")) {
            registry.refusesGet(
                    "registered-models/search", 400, "INVALID_PARAMETER_VALUE", "max_results", "max_results", page);
        }
        registry.refusesGet(
                "model-versions/search", 400, "INVALID_PARAMETER_VALUE", "max_results", "max_results", "200001");
    }

    @Test
    void tagsComeAndGo() {
        registry.createModel("tags");
        registry.createVersion("tags", "s3://bucket/a");
        for (String of : List.of("registered-models", "model-versions")) {
            String who = "{\"name\": \"tags\", \"version\": \"1\", \"key\": \"k\"";
            registry.post(of + "/set-tag", who + ", \"value\": \"1'; DROP TABLE %\"}");
            registry.post(of + "/set-tag", who + ", \"value\": \"2'; DROP TABLE %\"}");
            assertThat(found(of).at("/tags/0/value").stringValue()).isEqualTo("2'; DROP TABLE %");
            assertThat(registry.delete(of + "/delete-tag", who + "}").toString())
                    .isEqualTo("{}");
            assertThat(found(of).has("tags")).isFalse();
            registry.delete(of + "/delete-tag", who + "}");
        }
        registry.refuses(
                POST,
                "registered-models/set-tag",
                "{\"name\": \"no\", \"key\": \"k\"}",
                404,
                "RESOURCE_DOES_NOT_EXIST",
                "Registered Model with name=no not found");
        registry.refuses(
                POST,
                "model-versions/set-tag",
                "{\"name\": \"tags\", \"version\": \"2\", \"key\": \"k\"}",
                404,
                "RESOURCE_DOES_NOT_EXIST",
                "Model Version (name=tags, version=2) not found");
        invalid(
                POST,
                "model-versions/set-tag",
                "{\"name\": \"tags\", \"version\": \"x\", \"key\": \"k\"}",
                "Parameter 'version' must be an integer, got 'x'.");
    }

    @Test
    void deletionTakesAllAlong() {
        registry.createModel("gone");
        registry.createVersion("gone", "s3://bucket/a");
        registry.createVersion("gone", "s3://bucket/b");
        registry.post("registered-models/alias", "{\"name\": \"gone\", \"alias\": \"a\", \"version\": \"1\"}");
        registry.post(
                "model-versions/set-tag", "{\"name\": \"gone\", \"version\": \"1\", \"key\": \"k\", \"value\": \"v\"}");
        String first = "{\"name\": \"gone\", \"version\": \"1\"}";
        registry.delete("model-versions/delete", first);
        assertThat(model("gone").has("aliases")).isFalse();
        registry.refuses(
                DELETE,
                "model-versions/delete",
                first,
                404,
                "RESOURCE_DOES_NOT_EXIST",
                "Model Version (name=gone, version=1) not found");
        registry.refuses(PATCH, "model-versions/update", first, 404, "RESOURCE_DOES_NOT_EXIST", "not found");

        registry.delete("registered-models/delete", "{\"name\": \"gone\"}");
        registry.refusesGet(
                "registered-models/get",
                404,
                "RESOURCE_DOES_NOT_EXIST",
                "Registered Model with name=gone not found",
                "name",
                "gone");
        registry.refusesGet(
                "model-versions/get",
                404,
                "RESOURCE_DOES_NOT_EXIST",
                "Model Version (name=gone, version=2) not found",
                "name",
                "gone",
                "version",
                "2");
        registry.createModel("gone");
        assertThat(registry.createVersion("gone", "s3://bucket/a")).isEqualTo("1");
    }

    @Test
    void renames() {
        registry.createModel("before");
        registry.createModel("taken");
        registry.createVersion("before", "s3://bucket/a");
        registry.post("registered-models/alias", "{\"name\": \"before\", \"alias\": \"a\", \"version\": \"1\"}");
        clock.advance(Duration.ofSeconds(1));
        registry.post("registered-models/rename", "{\"name\": \"before\", \"new_name\": \"after\"}");
        assertThat(version("after", "1").path("aliases").toString()).isEqualTo("[\"a\"]");
        assertThat(version("after", "1").path("last_updated_timestamp").asLong())
                .isEqualTo(clock.instant().toEpochMilli());
        registry.refusesGet("registered-models/get", 404, "RESOURCE_DOES_NOT_EXIST", "name=before", "name", "before");
        registry.refuses(
                POST,
                "registered-models/rename",
                "{\"name\": \"after\", \"new_name\": \"taken\"}",
                400,
                "RESOURCE_ALREADY_EXISTS",
                "Registered Model (name=taken) already exists.");
        invalid(
                POST,
                "registered-models/rename",
                "{\"name\": \"after\", \"new_name\": \"a/b\"}",
                "Names cannot contain '/' or ':'.");
        invalid(
                POST,
                "registered-models/rename",
                "{\"name\": \"after\"}",
                "Missing value for required parameter 'new_name'");
    }

    @Test
    void asksForTheRole() {
        registry.send(POST, "registered-models/create", "{\"name\": \"roles\"}", "viewer")
                .expectStatus()
                .isForbidden();
        registry.createModel("roles");
        registry.createVersion("roles", "s3://bucket/a");
        for (String path :
                List.of("registered-models/alias", "model-versions/transition-stage", "registered-models/rename")) {
            registry.send(POST, path, "{}", "contributor").expectStatus().isForbidden();
        }
        registry.send(DELETE, "registered-models/delete", "{}", "contributor")
                .expectStatus()
                .isForbidden();
    }

    private JsonNode found(String of) {
        return of.startsWith("reg") ? model("tags") : version("tags", "1");
    }
}
