package dev.holdfast.search;

/**
 * What is compared or ordered by.
 *
 * @param key the key as it was logged, or an attribute's own name where the caller wrote an alias
 */
public record Identifier(Kind kind, String key) {}
