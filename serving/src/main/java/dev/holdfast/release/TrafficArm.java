package dev.holdfast.release;

/**
 * A share of a deployment's requests and the release that answers it.
 *
 * @param weight the share, above 0 and up to 1
 */
public record TrafficArm(String name, int release, double weight) {}
