package dev.holdfast.tracking.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@HoldfastTest
class MlflowSearchTest {
    @Autowired
    RestTestClient http;

    @Autowired
    JsonMapper json;

    private Mlflow mlflow;

    @BeforeEach
    void begin() {
        mlflow = new Mlflow(http, json);
    }

    @Test
    void findsRunsWithAllThatTheyLogged() {
        String experiment = mlflow.experiment("search/runs");
        String run = mlflow.run(experiment);
        String other = mlflow.run(experiment);
        mlflow.call(
                        "runs/log-batch",
                        "{'run_id': '" + run + "', 'metrics': [{'key': 'acc', 'value': 0.9, 'timestamp': 1,"
                                + " 'step': 3}], 'params': [{'key': 'lr', 'value': '0.1'}], 'tags': [{'key': 'ü', 'value': 'é'}]}")
                .ok();
        JsonNode found = mlflow.post(
                        "runs/search",
                        "{\"experiment_ids\": [\"" + experiment
                                + "\"], \"filter\": \"metrics.acc > 0.5 AND params.lr = '0.1'\"}")
                .ok();
        assertThat(found.at("/runs")).hasSize(1);
        assertThat(found.at("/runs/0")).isEqualTo(mlflow.getRun(run));
        assertThat(found.has("next_page_token")).isFalse();

        List<String> ids = new ArrayList<>(List.of(run, other));
        ids.sort(null);
        JsonNode first = search(
                        "{'experiment_ids': ['" + experiment + "'], 'max_results': 1, 'order_by': ['start_time']}")
                .ok();
        assertThat(first.at("/runs/0/info/run_id").stringValue()).isEqualTo(ids.getFirst());
        JsonNode second = search("{'experiment_ids': ['" + experiment
                        + "'], 'max_results': '1', 'order_by': ['start_time']," + " 'page_token': '"
                        + first.at("/next_page_token").stringValue() + "'}")
                .ok();
        assertThat(second.at("/runs/0/info/run_id").stringValue()).isEqualTo(ids.getLast());
        assertThat(search("{}").ok().at("/runs")).isEmpty();
    }

    @Test
    void showsARunAsItIsAfterEveryChange() {
        String experiment = mlflow.experiment("search/changes");
        String run = mlflow.run(experiment);
        for (int i = 0; i < 3; i++) {
            mlflow.call(
                            "runs/log-metric",
                            "{'run_id': '" + run + "', 'key': 'm', 'value': " + i + ", 'timestamp': " + i + ", 'step': "
                                    + i + "}")
                    .ok();
            assertThat(search("{'experiment_ids': ['" + experiment + "']}")
                            .ok()
                            .at("/runs/0/data/metrics/0/value")
                            .intValue())
                    .isEqualTo(i);
        }
        mlflow.call("runs/delete", "{'run_id': '" + run + "'}").ok();
        assertThat(search("{'experiment_ids': ['" + experiment + "']}").ok().at("/runs"))
                .isEmpty();
        assertThat(search("{'experiment_ids': ['" + experiment + "'], 'run_view_type': 'DELETED_ONLY'}")
                        .ok()
                        .at("/runs/0/info/lifecycle_stage")
                        .stringValue())
                .isEqualTo("deleted");
        assertThat(search("{'experiment_ids': ['" + experiment + "'], 'run_view_type': 3}")
                        .ok()
                        .at("/runs"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'max_results': 0} | Invalid value 0 for parameter 'max_results' supplied",
                "{'max_results': 50001} | Invalid value 50001 for parameter 'max_results' supplied",
                "{'max_results': 'many'} | Invalid value \"many\" for parameter 'max_results' supplied",
                "{'run_view_type': 'SOME'} | Invalid value \"SOME\" for parameter 'run_view_type' supplied",
                "{'experiment_ids': ['x']} | Invalid experiment ID 'x'. Experiment ID must be a valid integer.",
                "{'experiment_ids': 7} | Invalid value 7 for parameter 'experiment_ids' supplied",
                "{'filter': 7} | Invalid value 7 for parameter 'filter' supplied",
                "{'filter': 'metrics.a > 1 XOR'} | Invalid clause(s) in filter string",
                "{'order_by': ['m.acc']} | Invalid entity type 'm'",
                "{'experiment_ids': ['0'], 'page_token': 'x'} | Invalid page token"
            })
    void refusesWhatItCannotRead(String body, String message) {
        Mlflow.Answer answer = search(body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().at("/error_code").stringValue()).isEqualTo("INVALID_PARAMETER_VALUE");
        assertThat(answer.body().at("/message").stringValue()).startsWith(message);
    }

    @Test
    void findsExperiments() {
        String first = mlflow.post("experiments/create", "{\"name\": \"find/a'b%\"}")
                .ok()
                .at("/experiment_id")
                .stringValue();
        String second = mlflow.experiment("find/b");
        mlflow.call(
                        "experiments/set-experiment-tag",
                        "{'experiment_id': '" + second + "', 'key': 'team', 'value': 'r\\u00fc'}")
                .ok();
        assertThat(experimentIds("name = 'find/a''b%'")).containsExactly(first);
        assertThat(experimentIds("name LIKE 'find/_'")).containsExactly(second);
        assertThat(experimentIds("attribute.name ILIKE 'FIND/%'")).containsExactlyInAnyOrder(first, second);
        assertThat(experimentIds("tags.team = 'rü'")).containsExactly(second);
        assertThat(experimentIds("tags.team IS NULL AND name LIKE 'find/%'")).containsExactly(first);
        assertThat(experimentIds("experiment_id IN ('" + first + "', '" + second + "') AND creation_time > 0"))
                .hasSize(2);
        assertThat(experimentIds("experiment_id != '" + first + "' AND name LIKE 'find/%'"))
                .containsExactly(second);
        JsonNode all = mlflow.post(
                        "experiments/search",
                        "{\"filter\": \"name LIKE 'find/%'\", \"order_by\": [\"name DESC\"], \"max_results\": 1}")
                .ok();
        assertThat(all.at("/experiments/0"))
                .isEqualTo(mlflow.get("experiments/get", Map.of("experiment_id", second))
                        .ok()
                        .at("/experiment"));
        JsonNode next = mlflow.get(
                        "experiments/search",
                        Map.of(
                                "filter",
                                "name LIKE 'find/%'",
                                "order_by",
                                "name DESC",
                                "max_results",
                                "1",
                                "page_token",
                                all.at("/next_page_token").stringValue()))
                .ok();
        assertThat(next.at("/experiments/0/experiment_id").stringValue()).isEqualTo(first);
        assertThat(next.has("next_page_token")).isFalse();
        mlflow.call("experiments/delete", "{'experiment_id': '" + first + "'}").ok();
        assertThat(experimentIds("name LIKE 'find/%'")).containsExactly(second);
        assertThat(mlflow.get("experiments/search", Map.of("view_type", "ALL", "filter", "name LIKE 'find/%'"))
                        .ok()
                        .at("/experiments"))
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "experiment_id = 'x' | Invalid experiment ID 'x'",
                "experiment_id LIKE '1' | Invalid comparator for experiment_id: LIKE",
                "name > 'x' | Invalid comparator for name: >",
                "tags.a > 'x' | Invalid comparator for tag: >",
                "name IS NULL | IS NULL / IS NOT NULL is only supported for tags",
                "metrics.a > 1 | Invalid entity type 'metrics'",
                "name IN ('a') | Only ['experiment_id'] attributes support comparison"
            })
    void refusesExperimentFiltersThatItCannotRead(String filter, String message) {
        Mlflow.Answer answer = mlflow.get("experiments/search", Map.of("filter", filter));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().at("/message").stringValue()).startsWith(message);
    }

    @Test
    void findsDatasets() {
        String experiment = mlflow.experiment("search/datasets");
        for (int i = 0; i < 2; i++) {
            mlflow.call(
                            "runs/log-inputs",
                            "{'run_id': '" + mlflow.run(experiment) + "', 'datasets': [{'tags': [{'key':"
                                    + " 'mlflow.data.context', 'value': 'train'}], 'dataset': {'name': 'd', 'digest': 'x',"
                                    + " 'source_type': 's', 'source': 'u'}}]}")
                    .ok();
        }
        JsonNode found = mlflow.call("experiments/search-datasets", "{'experiment_ids': ['" + experiment + "']}")
                .ok();
        assertThat(found.toString())
                .isEqualTo("{\"dataset_summaries\":[{\"experiment_id\":\"" + experiment
                        + "\",\"name\":\"d\",\"digest\":\"x\",\"context\":\"train\"}]}");
        assertThat(mlflow.call("experiments/search-datasets", "{}")
                        .body()
                        .at("/message")
                        .stringValue())
                .isEqualTo("SearchDatasets request must specify at least one experiment_id.");
        String many = "'1', ".repeat(20) + "'1'";
        assertThat(mlflow.call("experiments/search-datasets", "{'experiment_ids': [" + many + "]}")
                        .body()
                        .at("/message")
                        .stringValue())
                .startsWith("SearchDatasets request cannot specify more than 20 experiment_ids. Received 21");
        // Counted before they are read.
        String unreadable = "'id', ".repeat(20) + "'id'";
        assertThat(mlflow.call("experiments/search-datasets", "{'experiment_ids': [" + unreadable + "]}")
                        .body()
                        .at("/message")
                        .stringValue())
                .startsWith("SearchDatasets request cannot specify more than 20 experiment_ids. Received 21");
    }

    private Mlflow.Answer search(String body) {
        return mlflow.call("runs/search", body);
    }

    private List<String> experimentIds(String filter) {
        JsonNode found =
                mlflow.get("experiments/search", Map.of("filter", filter)).ok();
        List<String> ids = new ArrayList<>();
        found.at("/experiments")
                .forEach(each -> ids.add(each.at("/experiment_id").stringValue()));
        return ids;
    }
}
