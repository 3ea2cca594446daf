package dev.holdfast.model.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.POST;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Versions: their numbers, aliases and stages. */
class RegistryVersionsTest extends RegistryTestCase {
    @Test
    void aliasesPointAtVersions() {
        registry.createModel("pointed");
        registry.createVersion("pointed", "s3://bucket/a");
        registry.createVersion("pointed", "s3://bucket/b");
        String set = "{\"name\": \"pointed\", \"alias\": \"%s\", \"version\": \"%s\"}";
        registry.post("registered-models/alias", set.formatted("champion", "1"));
        registry.post("registered-models/alias", set.formatted("champion", "2"));
        registry.post("registered-models/alias", set.formatted("42", "2"));
        assertThat(model("pointed").path("aliases").toString())
                .isEqualTo("[{\"alias\":\"42\",\"version\":\"2\"},{\"alias\":\"champion\",\"version\":\"2\"}]");
        assertThat(byAlias("champion").path("aliases").toString()).isEqualTo("[\"42\",\"champion\"]");
        assertThat(byAlias("Latest").path("version").stringValue()).isEqualTo("2");

        for (String reserved : List.of("latest", "LATEST", "v1", "V12")) {
            invalid(POST, "registered-models/alias", set.formatted(reserved, "1"), "is reserved.");
        }
        invalid(
                POST,
                "registered-models/alias",
                set.formatted("a b", "1"),
                "Invalid alias name: 'a b'. Names may only contain alphanumerics");
        registry.refuses(
                POST,
                "registered-models/alias",
                set.formatted("x", "9"),
                404,
                "RESOURCE_DOES_NOT_EXIST",
                "Model Version (name=pointed, version=9) not found");
        registry.refusesGet(
                "registered-models/alias",
                400,
                "INVALID_PARAMETER_VALUE",
                "Registered model alias nobody not found.",
                "name",
                "pointed",
                "alias",
                "nobody");
        registry.refusesGet(
                "registered-models/alias",
                404,
                "RESOURCE_DOES_NOT_EXIST",
                "Registered Model with name=no not found",
                "name",
                "no",
                "alias",
                "champion");

        String delete = "{\"name\": \"pointed\", \"alias\": \"champion\"}";
        registry.delete("registered-models/alias", delete);
        registry.delete("registered-models/alias", delete);
        assertThat(model("pointed").path("aliases")).hasSize(1);
    }

    private JsonNode byAlias(String alias) {
        return registry.get("registered-models/alias", "name", "pointed", "alias", alias)
                .path("model_version");
    }

    @Test
    void stagesMoveAndMakeRoom() {
        registry.createModel("stages");
        for (int i = 0; i < 4; i++) {
            registry.createVersion("stages", "s3://bucket/a");
        }
        assertThat(version("stages", "1").path("current_stage").stringValue()).isEqualTo("None");
        transition("1", "PRODUCTION", false);
        transition("2", "production", false);
        clock.advance(Duration.ofSeconds(1));
        JsonNode third = transition("3", "Production", true);
        assertThat(third.path("current_stage").stringValue()).isEqualTo("Production");
        for (String archived : List.of("1", "2")) {
            assertThat(version("stages", archived).path("current_stage").stringValue())
                    .isEqualTo("Archived");
            assertThat(version("stages", archived)
                            .path("last_updated_timestamp")
                            .asLong())
                    .isEqualTo(clock.instant().toEpochMilli());
        }
        assertThat(latest("")).containsExactlyInAnyOrder("None 4", "Production 3", "Archived 2");
        assertThat(latest("\"production\", \"NONE\"")).containsExactlyInAnyOrder("None 4", "Production 3");
        assertThat(registry.get("registered-models/get-latest-versions", "name", "stages", "stages", "Archived")
                        .at("/model_versions/0/version")
                        .stringValue())
                .isEqualTo("2");
        assertThat(model("stages").path("latest_versions")).hasSize(3);

        String body =
                "{\"name\": \"stages\", \"version\": \"1\", \"stage\": \"%s\", \"archive_existing_versions\": %s}";
        invalid(
                POST,
                "model-versions/transition-stage",
                body.formatted("Gone", "false"),
                "Invalid Model Version stage: Gone. Value must be one of None, Staging, Production, Archived.");
        invalid(POST, "model-versions/transition-stage", body.formatted("None", "true"), "is not an Active stage");
        invalid(
                POST,
                "model-versions/transition-stage",
                body.formatted("Staging", "\"maybe\""),
                "archive_existing_versions");
        invalid(
                POST,
                "registered-models/get-latest-versions",
                "{\"name\": \"stages\", \"stages\": [\"x\"]}",
                "Invalid Model Version stage: x");
    }

    private List<String> latest(String stages) {
        List<String> found = new ArrayList<>();
        for (JsonNode each : registry.post(
                        "registered-models/get-latest-versions", "{\"name\": \"stages\", \"stages\": [" + stages + "]}")
                .path("model_versions")) {
            found.add(each.path("current_stage").stringValue() + " "
                    + each.path("version").stringValue());
        }
        return found;
    }

    @Test
    void numbersAreNeverGivenTwice() throws Exception {
        registry.createModel("numbers");
        List<Integer> numbers = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(50)) {
            List<Future<String>> registered = IntStream.range(0, 50)
                    .mapToObj(i -> threads.submit(() -> registry.createVersion("numbers", "s3://bucket/a")))
                    .toList();
            for (Future<String> each : registered) {
                numbers.add(Integer.valueOf(each.get()));
            }
        }
        assertThat(numbers)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 50).boxed().toList());
        registry.delete("model-versions/delete", "{\"name\": \"numbers\", \"version\": \"50\"}");
        registry.delete("model-versions/delete", "{\"name\": \"numbers\", \"version\": \"7\"}");
        assertThat(registry.createVersion("numbers", "s3://bucket/a")).isEqualTo("51");
    }

    @Test
    void whatIsReleasedStays() {
        registry.createModel("released");
        registry.createVersion("released", "s3://bucket/a");
        registry.createVersion("released", "s3://bucket/b");
        invalid(
                DELETE,
                "model-versions/delete",
                "{\"name\": \"released\", \"version\": \"1\"}",
                "deployments use it (released release 7)");
        invalid(
                DELETE,
                "registered-models/delete",
                "{\"name\": \"released\"}",
                "deployments use it (released release 7)");
        invalid(
                POST,
                "registered-models/rename",
                "{\"name\": \"released\", \"new_name\": \"other\"}",
                "deployments use it");
        registry.delete("model-versions/delete", "{\"name\": \"released\", \"version\": \"2\"}");
    }

    private JsonNode transition(String version, String stage, boolean archive) {
        return registry.post(
                        "model-versions/transition-stage",
                        "{\"name\": \"stages\", \"version\": \"" + version + "\", \"stage\": \"" + stage
                                + "\", \"archive_existing_versions\": " + archive + "}")
                .path("model_version");
    }
}
