package dev.holdfast.release;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** A traffic policy as the database keeps it: JSON in a text. */
@Component
@Converter
class TrafficPolicyConverter implements AttributeConverter<@Nullable TrafficPolicy, @Nullable String> {
    private final JsonMapper json;

    TrafficPolicyConverter(JsonMapper json) {
        this.json = json;
    }

    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable TrafficPolicy policy) {
        return policy == null ? null : json.writeValueAsString(policy);
    }

    @Override
    public @Nullable TrafficPolicy convertToEntityAttribute(@Nullable String text) {
        return text == null ? null : json.readValue(text, TrafficPolicy.class);
    }
}
