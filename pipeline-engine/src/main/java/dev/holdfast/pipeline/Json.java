package dev.holdfast.pipeline;

import dev.holdfast.kernel.Digest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The engine's records in the shape in which the database and the wire have them. */
@Component("pipelineJson")
class Json {
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};
    private final JsonMapper mapper;

    Json(JsonMapper mapper) {
        this.mapper = mapper;
    }

    String write(Object value) {
        return mapper.writeValueAsString(value);
    }

    byte[] bytes(Object value) {
        return mapper.writeValueAsBytes(value);
    }

    <T> T read(String json, Class<T> type) {
        return mapper.readValue(json, type);
    }

    <T> T read(byte[] json, Class<T> type) {
        return mapper.readValue(json, type);
    }

    <T> T read(String json, TypeReference<T> type) {
        return mapper.readValue(json, type);
    }

    Map<String, Object> map(String json) {
        return mapper.readValue(json, MAP);
    }

    /** A record as a map of its wire names. */
    Map<String, Object> facts(Object value) {
        return mapper.convertValue(value, MAP);
    }

    <T> T facts(Map<String, Object> facts, Class<T> type) {
        return mapper.convertValue(facts, type);
    }

    static @Nullable Digest digest(@Nullable String text) {
        return text == null ? null : Digest.parse(text);
    }
}
