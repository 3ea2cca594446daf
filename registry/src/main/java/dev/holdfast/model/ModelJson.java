package dev.holdfast.model;

import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What of a model version is stored as JSON: as it looks on the wire. */
@Component
class ModelJson {
    private static final TypeReference<List<DatasetReference>> DATASETS = new TypeReference<>() {};
    private static final TypeReference<Map<String, Double>> METRICS = new TypeReference<>() {};
    private static final TypeReference<Map<String, Object>> FACTS = new TypeReference<>() {};

    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

    private final JsonMapper json;

    ModelJson(JsonMapper json) {
        this.json = json;
    }

    String write(Object value) {
        return json.writeValueAsString(value);
    }

    <T> T read(String text, Class<T> type) {
        return json.readValue(text, type);
    }

    List<String> readTexts(String text) {
        return json.readValue(text, TEXTS);
    }

    List<DatasetReference> readDatasets(String text) {
        return json.readValue(text, DATASETS);
    }

    Map<String, Double> readMetrics(String text) {
        return json.readValue(text, METRICS);
    }

    Map<String, Object> readFacts(String text) {
        return json.readValue(text, FACTS);
    }
}
