package dev.holdfast.kernel;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a request.
 *
 * @param field where, in the caller's own words: {@code label}, {@code steps[2].kind}, {@code line 4, column 7}
 * @param value what was sent, absent where nothing was
 * @param message what is wrong with it and what would be right, in one sentence
 */
public record FieldError(String field, @Nullable Object value, String message) {}
