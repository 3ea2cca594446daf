package dev.holdfast.release;

import java.time.Instant;

/** Keeps a deployment from automatic releases until a person releases or lifts it. */
public record Pin(String reason, String actor, Instant at) {}
