package dev.holdfast.release;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Settings as the database keeps them: JSON in a text, null for those that are there by default. */
@Component
@Converter
class ServingSettingsConverter implements AttributeConverter<@Nullable ServingSettings, @Nullable String> {
    private final JsonMapper json;

    ServingSettingsConverter(JsonMapper json) {
        this.json = json;
    }

    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable ServingSettings settings) {
        return settings == null || settings.equals(ServingSettings.DEFAULTS) ? null : json.writeValueAsString(settings);
    }

    @Override
    public ServingSettings convertToEntityAttribute(@Nullable String text) {
        return text == null ? ServingSettings.DEFAULTS : json.readValue(text, ServingSettings.class);
    }
}
