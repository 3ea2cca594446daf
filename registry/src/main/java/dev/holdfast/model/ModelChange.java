package dev.holdfast.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to change of a registered model or of a version.
 *
 * @param describes whether the description is to change
 * @param description the new one; null removes it
 * @param tags to set, or to remove where the value is null
 */
public record ModelChange(boolean describes, @Nullable String description, Map<String, @Nullable String> tags) {}
