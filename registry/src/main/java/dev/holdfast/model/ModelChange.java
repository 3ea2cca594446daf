package dev.holdfast.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to change of a registered model or of a version.
 *
 * @param describes whether the description is to change
 * @param description the new one; null removes it
 * @param tags to set, or to remove where the value is null
 * @param owner who is to own it; absent: as it is. Only of registered models
 */
public record ModelChange(
        boolean describes,
        @Nullable String description,
        Map<String, @Nullable String> tags,
        @Nullable Ownership owner) {
    /** Leaves the owner as it is. */
    public ModelChange(boolean describes, @Nullable String description, Map<String, @Nullable String> tags) {
        this(describes, description, tags, null);
    }

    /**
     * Who answers for a model.
     *
     * @param owner a user or a team; null: nobody
     */
    public record Ownership(@Nullable String owner) {}
}
