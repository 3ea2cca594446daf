package dev.holdfast.release;

/**
 * A release that gets a copy of the requests which the champion answered, and whose answers nobody gets.
 *
 * @param sample the share of those requests that is copied, above 0 and up to 1
 */
public record ShadowPolicy(int release, double sample) {}
