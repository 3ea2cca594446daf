package dev.holdfast.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A registered model came into being, on its own or with its first version. */
public record RegisteredModelCreated(
        String model, Map<String, String> tags, @Nullable String description) {
    public RegisteredModelCreated {
        tags = Map.copyOf(tags);
    }
}
