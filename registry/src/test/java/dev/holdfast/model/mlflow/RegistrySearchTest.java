package dev.holdfast.model.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Models {@code B}, {@code a}, {@code b} and {@code é} with versions, and a prompt. */
class RegistrySearchTest extends RegistryTestCase {
    @Autowired
    JdbcClient jdbc;

    @BeforeEach
    void fill() {
        jdbc.sql("TRUNCATE model.registered_model CASCADE").update();
        for (String name : List.of("b", "é", "B", "a")) {
            registry.post(
                    "registered-models/create",
                    "{\"name\": \"" + name + "\", \"tags\": [{\"key\": \"first\", \"value\": \"" + name.charAt(0)
                            + "\"}]}");
            clock.advance(Duration.ofSeconds(1));
        }
        registry.post("registered-models/set-tag", "{\"name\": \"a\", \"key\": \"only.a\", \"value\": \"X%_\"}");
        register("a", "s3://bucket/a/1", "");
        register("b", "s3://bucket/b/1", "run1");
        register("a", "s3://bucket/a/2", "run2");
        registry.post(
                "model-versions/set-tag", "{\"name\": \"a\", \"version\": \"2\", \"key\": \"k\", \"value\": \"v\"}");
        String prompt = "\"tags\": [{\"key\": \"mlflow.prompt.is_prompt\", \"value\": \"true\"}]";
        registry.post("registered-models/create", "{\"name\": \"prompt\", " + prompt + "}");
        registry.post("model-versions/create", "{\"name\": \"prompt\", \"source\": \"dummy-source\", " + prompt + "}");
    }

    private void register(String name, String source, String run) {
        registry.post(
                "model-versions/create",
                "{\"name\": \"" + name + "\", \"source\": \"" + source + "\", \"run_id\": \"" + run + "\"}");
        clock.advance(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', nullValues = "-", textBlock = """
                    -                                        | -                       | B a b é
                    ^^                                       | -                       | B a b é
                    name = 'a'                               | -                       | a
                    name != 'a'                              | -                       | B b é
                    name LIKE 'B%'                           | -                       | B
                    name ILIKE 'B%'                          | -                       | B b
                    name IN ('a', 'é')                       | -                       | a é
                    name NOT IN ('a')                        | -                       | B b é
                    tags.first = 'b'                         | -                       | b
                    tag.first != 'b'                         | -                       | B a é
                    tags.`only.a` != 'y'                     | -                       | a
                    tags."only.a" LIKE 'X%'                  | -                       | a
                    tags.first ILIKE 'b' AND name != 'B'     | -                       | b
                    tags.first = 'a' OR name = 'é'           | -                       | a é
                    tags.`mlflow.prompt.is_prompt` = 'true'  | -                       | prompt
                    tags.`mlflow.prompt.is_prompt` != 'false'| -                       | prompt
                    tags.`mlflow.prompt.is_prompt` != 'true' | -                       | B a b é
                    tags.`mlflow.prompt.is_prompt` = 'false' AND name != 'a' | -       | B b é
                    -                                        | name DESC               | é b a B
                    -                                        | timestamp               | é B b a
                    -                                        | last_updated_timestamp DESC | a b B é
                    name = 'it''s'                           | -                       | ^^
                    """)
    void findsModels(@Nullable String filter, @Nullable String order, String names) {
        assertThat(String.join(" ", pages("registered-models/search", "registered_models", filter, order, 2)))
                .isEqualTo(names);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', nullValues = "-", textBlock = """
                    -                                | -                         | a2 b1 a1
                    name = 'a'                       | -                         | a2 a1
                    name='a' AND version_number > 1  | -                         | a2
                    version_number = '1'             | name                      | a1 b1
                    version_number <= 1              | name DESC                 | b1 a1
                    run_id = 'run1'                  | -                         | b1
                    run_id IN ('run1', 'run2')       | -                         | a2 b1
                    run_id != 'run1'                 | -                         | a2 a1
                    run_id = ''                      | -                         | a1
                    source_path = 's3://bucket/b/1'  | -                         | b1
                    source_path LIKE '%/a/%'         | -                         | a2 a1
                    tags.k = 'v'                     | -                         | a2
                    tags.k != 'w'                    | -                         | a2
                    tags.`mlflow.prompt.is_prompt` = 'TRUE' | -                  | ^^
                    tags.`mlflow.prompt.is_prompt` = 'true' | -                  | prompt1
                    -                                | creation_timestamp        | a1 b1 a2
                    -                                | version_number DESC       | a2 a1 b1
                    -                                | name, version_number      | a1 a2 b1
                    """)
    void findsVersions(@Nullable String filter, @Nullable String order, String versions) {
        assertThat(String.join(" ", pages("model-versions/search", "model_versions", filter, order, 2)))
                .isEqualTo(versions);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    registered-models | filter     | run_id = 'x'        | Invalid attribute key 'run_id' specified
                    registered-models | filter     | name > 'x'          | Invalid comparator
                    registered-models | filter     | name = 5            | Expected a quoted string value
                    registered-models | filter     | name = a            | Parameter value is either not quoted
                    registered-models | filter     | params.x = 'a'      | Invalid entity type 'params'
                    registered-models | filter     | name 'a'            | Invalid clause(s) in filter string
                    registered-models | filter     | tags.x IN ('a')     | Expected a quoted string value for tag
                    registered-models | order_by   | run_id              | Invalid order by key 'run_id' specified
                    registered-models | order_by   | creation_timestamp  | Invalid order by key 'creation_timestamp' specified
                    registered-models | order_by   | name SIDEWAYS       | Invalid ordering key in order_by clause
                    registered-models | page_token | nonsense!           | Invalid page token
                    model-versions    | filter     | version_number = 'a'| Invalid value for numeric attribute 'version_number'
                    model-versions    | filter     | version_number = 1.5| Invalid value for numeric attribute 'version_number'
                    model-versions    | filter     | source_path IN ('a')| Only ['name', 'run_id'] attributes support comparison with a list
                    model-versions    | filter     | version = 1         | Invalid attribute key 'version' specified
                    model-versions    | order_by   | run_id              | Invalid attribute key 'run_id' specified
                    """)
    void refuses(String of, String parameter, String value, String message) {
        registry.refusesGet(of + "/search", 400, "INVALID_PARAMETER_VALUE", message, parameter, value);
    }

    @Test
    void ordersByNothingTwice() {
        registry.refusesGet(
                "registered-models/search",
                400,
                "INVALID_PARAMETER_VALUE",
                "`order_by` contains duplicate fields",
                "order_by",
                "timestamp",
                "order_by",
                "last_updated_timestamp DESC");
    }

    private List<String> pages(String path, String field, @Nullable String filter, @Nullable String order, int size) {
        List<String> names = new ArrayList<>();
        String token = null;
        do {
            List<String> query = new ArrayList<>(List.of("max_results", Integer.toString(size)));
            if (filter != null) {
                query.addAll(List.of("filter", filter));
            }
            if (order != null) {
                for (String clause : order.split(", ", -1)) {
                    query.addAll(List.of("order_by", clause));
                }
            }
            if (token != null) {
                query.addAll(List.of("page_token", token));
            }
            JsonNode page = registry.get(path, query.toArray(String[]::new));
            assertThat(page.path(field).size()).isLessThanOrEqualTo(size);
            page.path(field)
                    .forEach(each -> names.add(each.path("name").stringValue()
                            + each.path("version").asString("")));
            token = page.path("next_page_token").asString(null);
        } while (token != null);
        return names;
    }
}
