package dev.holdfast.imports;

/**
 * Something that was not copied.
 *
 * @param kind what it is: {@code run}, {@code artifact}, {@code model_version} and so on
 * @param subject which one
 * @param reason a sentence
 */
public record LeftOut(String kind, String subject, String reason) {}
