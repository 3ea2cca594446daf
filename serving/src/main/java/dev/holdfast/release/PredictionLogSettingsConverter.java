package dev.holdfast.release;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Settings as the database keeps them: JSON in a text, null for those that are there by default. */
@Component
@Converter
class PredictionLogSettingsConverter implements AttributeConverter<@Nullable PredictionLogSettings, @Nullable String> {
    private final JsonMapper json;

    PredictionLogSettingsConverter(JsonMapper json) {
        this.json = json;
    }

    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable PredictionLogSettings settings) {
        return settings == null || settings.equals(PredictionLogSettings.DEFAULTS)
                ? null
                : json.writeValueAsString(settings);
    }

    @Override
    public PredictionLogSettings convertToEntityAttribute(@Nullable String text) {
        return text == null ? PredictionLogSettings.DEFAULTS : json.readValue(text, PredictionLogSettings.class);
    }
}
