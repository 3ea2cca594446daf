package dev.holdfast.dataset;

import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Columns and profiles as the database keeps them. */
@Component
class ColumnsJson {
    private static final TypeReference<List<Column>> COLUMNS = new TypeReference<>() {};

    private final JsonMapper mapper;

    ColumnsJson(JsonMapper mapper) {
        this.mapper = mapper;
    }

    List<Column> columns(String json) {
        return mapper.readValue(json, COLUMNS);
    }

    DatasetProfile profile(String json) {
        return mapper.readValue(json, DatasetProfile.class);
    }

    String write(Object value) {
        return mapper.writeValueAsString(value);
    }
}
