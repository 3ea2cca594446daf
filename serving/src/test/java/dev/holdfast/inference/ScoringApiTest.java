package dev.holdfast.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import dev.holdfast.kernel.Actor;
import dev.holdfast.model.Models;
import dev.holdfast.release.DeploymentSpec;
import dev.holdfast.release.Deployments;
import dev.holdfast.release.ReleaseRequest;
import dev.holdfast.release.TestModels;
import dev.holdfast.testkit.TinyOnnx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;

@HoldfastTest
class ScoringApiTest {
    private static final String JSON = "application/json";

    @TempDir
    private Path folder;

    @Autowired
    private RestTestClient client;

    @Autowired
    private Deployments deployments;

    @Autowired
    private Models models;

    @BeforeEach
    void deploy() throws IOException {
        serve("sum", TinyOnnx.regression(TestModels.COLUMNS, 1, 0.5), Map.of());
        serve("labels", TinyOnnx.classifier(TestModels.COLUMNS, List.of("no", "yes"), 0), Map.of());
        serve("wide", TinyOnnx.identity("DOUBLE", -1, 3), Map.of());
        serve("named", TinyOnnx.identity("FLOAT", -1, 2), Map.of("features", List.of("a", "b")));
        serve("words", TinyOnnx.identity("STRING", -1, 1), Map.of());
        serve("counts", TinyOnnx.identity("INT64", -1, 1), Map.of());
    }

    private void serve(String name, byte[] onnx, Map<String, Object> facts) throws IOException {
        if (!deployments.names().contains(name)) {
            new TestModels(models, folder).register(name, onnx, facts);
            deployments.put(name, DeploymentSpec.defaults(), Actor.SYSTEM);
            deployments.release(name, new ReleaseRequest(name, 1, null), Actor.SYSTEM);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "sum | {'dataframe_split': {'columns': ['b', 'more', 'a'], 'index': [0, 1], 'data': [[1, 'x', 2], [3, 'y', null]]}}"
                        + " | {'predictions': [{'prediction': 3.5}, {'prediction': null}]}",
                "sum | {'dataframe_split': {'data': [[1, 2.5]], 'columns': ['a', 'b']}} | {'predictions': [{'prediction': 4.0}]}",
                "sum | {'dataframe_split': {'data': [[1, 2]]}} | {'predictions': [{'prediction': 3.5}]}",
                "sum | {'dataframe_records': [{'a': 1, 'b': 2}, {'b': 1}]} | {'predictions': [{'prediction': 3.5}, {'prediction': null}]}",
                "sum | {'inputs': {'a': [1, 2], 'b': [[3], [4]]}} | {'predictions': {'prediction': [[4.5], [6.5]]}}",
                "sum | {'instances': [{'a': 1, 'b': 2}, {'a': 3, 'b': 4}]} | {'predictions': {'prediction': [[3.5], [7.5]]}}",
                "wide | {'inputs': [[1, 2, 3], [4, 5, 6]]} | {'predictions': {'y': [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]}}",
                "wide | {'instances': [[1, 2, 3]]} | {'predictions': {'y': [[1.0, 2.0, 3.0]]}}",
                "wide | {'dataframe_split': {'columns': [0, 1, 2], 'data': [[1, 2, 3]]}} | {'predictions': [{'y': [1.0, 2.0, 3.0]}]}",
                "named | {'dataframe_records': [{'b': 2, 'a': true}]} | {'predictions': [{'y': [1.0, 2.0]}]}",
                "words | {'dataframe_split': {'columns': ['x'], 'data': [['é'], [null]]}} | {'predictions': [{'y': 'é'}, {'y': ''}]}",
                "counts | {'inputs': [[1], [9007199254740993]]} | {'predictions': {'y': [[1], [9007199254740993]]}}"
            })
    void everyFormOfJsonIsAnswered(String deployment, String request, String answer) {
        score(deployment, JSON, request.replace('\'', '"'), 200).json(answer.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "sum | a,b,c;1,2,x;3,,y | {'predictions': [{'prediction': 3.5}, {'prediction': null}]}",
                "words | x;'say ''hi'', then';'' | {'predictions': [{'y': 'say !hi!, then'}, {'y': ''}]}",
                "counts | x;7 | {'predictions': [{'y': 7}]}"
            })
    void csvIsAnswered(String deployment, String lines, String answer) {
        String csv = lines.replace("''", "\"\"").replace('\'', '"').replace(";", "\r\n");
        score(deployment, "text/csv; charset=utf-8", csv, 200)
                .json(answer.replace('\'', '"').replace("!", "\\\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "sum | [] | exactly one of the input fields",
                "sum | {} | Received dictionary with input fields: []",
                "sum | {'inputs': [1], 'instances': [1]} | Received dictionary with input fields: [inputs, instances]",
                "sum | {'inputs': | valid JSON formatted string",
                "sum | {'inputs': {'a': [1], 'b': [2]}, 'params': {'x': 1}} | params are not taken",
                "sum | {'inputs': [1, 2]} | the model takes [a, b]",
                "sum | {'inputs': {'a': [1], 'c': [2]}} | 'c' is not an input",
                "sum | {'inputs': {'a': [1, 2], 'b': [1]}} | same number of rows",
                "sum | {'inputs': {'a': [[1], [2, 3]], 'b': [1, 2]}} | different lengths",
                "sum | {'inputs': {'a': [], 'b': []}} | empty list",
                "sum | {'inputs': {'a': ['x'], 'b': [1]}} | a number is needed",
                "sum | {'dataframe_split': [1]} | must be a dictionary. Got list",
                "sum | {'dataframe_split': {'columns': ['a', 'b']}} | must have 'data' field",
                "sum | {'dataframe_split': {'columns': ['a'], 'data': [[1]]}} | missing inputs ['b']",
                "sum | {'dataframe_split': {'columns': ['a', 'b'], 'data': [[1]]}} | row 0 has 1 values for 2 columns",
                "sum | {'dataframe_split': {'columns': ['a', 'b'], 'data': []}} | at least one",
                "sum | {'dataframe_records': {'a': 1}} | must be a list of records. Got dictionary",
                "sum | {'dataframe_records': [{'a': 1}]} | missing inputs ['b']",
                "counts | {'dataframe_split': {'columns': ['x'], 'data': [[1.5]]}} | column 'x', row 0: 1.5 is not a whole number",
                "wide | {'inputs': [[1, 2]]} | FP64 of shape [-1, 3]"
            })
    void whatCanNotBeReadIsRefusedInMlflowsShape(String deployment, String request, String message) {
        score(deployment, JSON, request.replace('\'', '"'), 400)
                .jsonPath("$.error_code")
                .isEqualTo("BAD_REQUEST")
                .jsonPath("$.message")
                .value(String.class, text -> assertThat(text).contains(message));
    }

    @Test
    void otherContentIsRefusedAsText() {
        score("sum", "application/json; charset=iso-8859-1", "{}", 415)
                .consumeWith(answer -> assertThat(
                                new String(Objects.requireNonNull(answer.getResponseBody()), StandardCharsets.UTF_8))
                        .isEqualTo("The scoring server only supports UTF-8"));
        score("sum", "text/plain", "{}", 415);
        score("nobody", JSON, "{}", 404).jsonPath("$.error_code").isEqualTo("RESOURCE_DOES_NOT_EXIST");
        score("sum", "text/csv", "a,b\r\n1,x\r\n", 400)
                .jsonPath("$.message")
                .value(String.class, text -> assertThat(text).contains("column 'b', line 2"));
    }

    @Test
    void aDeploymentIsPinged() {
        client.get().uri("/deployments/sum/ping").exchange().expectStatus().isOk();
        client.get().uri("/deployments/sum/version").exchange().expectStatus().isOk();
        client.get().uri("/deployments/nobody/ping").exchange().expectStatus().isNotFound();
    }

    private RestTestClient.BodyContentSpec score(String deployment, String type, String body, int status) {
        return client.post()
                .uri("/deployments/" + deployment + "/invocations")
                .header("Content-Type", type)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectBody();
    }
}
