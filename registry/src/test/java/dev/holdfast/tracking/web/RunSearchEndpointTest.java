package dev.holdfast.tracking.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import dev.holdfast.kernel.Actor;
import dev.holdfast.tracking.RunStart;
import dev.holdfast.tracking.Runs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@HoldfastTest
class RunSearchEndpointTest {
    @Autowired
    RestTestClient http;

    @Autowired
    Runs runs;

    @Autowired
    JsonMapper json;

    @Test
    void findsRunsOfAnExperimentOrOfAll() {
        for (int i = 0; i < 3; i++) {
            String id = runs.start(new RunStart("list", "run " + i, Map.of("n", Integer.toString(i))), Actor.SYSTEM)
                    .runId();
            runs.logParams(id, Map.of("lr", "0." + i));
        }
        assertThat(list(400, "?experiment={e}&filter={f}", "list", "tags.n >= '1'")
                        .at("/detail")
                        .stringValue())
                .startsWith("Invalid comparator '>='");
        assertThat(names(list(
                        200, "?experiment={e}&filter={f}&order_by={o}", "list", "params.lr != '0.1'", "tags.n DESC")))
                .containsExactly("run 2", "run 0");
        assertThat(names(list(200, "?filter={f}", "params.lr = '0.1' AND run_name LIKE 'run %'")))
                .containsExactly("run 1");
        JsonNode first = list(200, "?experiment=list&order_by=run_name&max_results=2");
        assertThat(names(first)).containsExactly("run 0", "run 1");
        JsonNode second = list(
                200,
                "?experiment=list&order_by=run_name&max_results=2&page_token={t}",
                first.at("/next_page_token").stringValue());
        assertThat(names(second)).containsExactly("run 2");
        assertThat(second.has("next_page_token")).isFalse();
        assertThat(first.at("/items/0/params/lr").stringValue()).isEqualTo("0.0");
    }

    @Test
    void namesWhatItCannotRead() {
        JsonNode problem = list(400, "?filter={f}", "metrics.a > 1 XOR");
        assertThat(problem.at("/errors/0/field").stringValue()).isEqualTo("filter");
        assertThat(problem.at("/detail").stringValue()).contains("(at character 15)");
        assertThat(list(400, "?order_by=nonsense").at("/errors/0/field").stringValue())
                .isEqualTo("order_by");
        assertThat(list(400, "?page_token=nonsense").at("/errors/0/field").stringValue())
                .isEqualTo("page_token");
        list(404, "?experiment=none");
    }

    private JsonNode list(int status, String query, Object... values) {
        byte[] body = http.get()
                .uri("/api/v1/runs" + query, values)
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectBody(byte[].class)
                .returnResult()
                .getResponseBody();
        return json.readTree(body == null ? new byte[0] : body);
    }

    private static List<String> names(JsonNode page) {
        List<String> names = new ArrayList<>();
        page.at("/items").forEach(item -> names.add(item.at("/name").stringValue()));
        return names;
    }
}
