package dev.holdfast.model.mlflow;

import dev.holdfast.HoldfastTest;
import dev.holdfast.testkit.SettableClock;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The protocol, as its clients call it. */
@HoldfastTest
abstract class RegistryTestCase {
    @Autowired
    RestTestClient http;

    @Autowired
    JsonMapper json;

    @Autowired
    SettableClock clock;

    RegistryClient registry;

    @BeforeEach
    void client() {
        registry = new RegistryClient(http, json);
    }

    final void invalid(HttpMethod method, String path, String body, String message) {
        registry.refuses(method, path, body, 400, "INVALID_PARAMETER_VALUE", message);
    }

    final JsonNode model(String name) {
        return registry.get("registered-models/get", "name", name).path("registered_model");
    }

    final JsonNode version(String name, String version) {
        return registry.get("model-versions/get", "name", name, "version", version)
                .path("model_version");
    }
}
