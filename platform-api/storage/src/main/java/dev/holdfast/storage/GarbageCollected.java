package dev.holdfast.storage;

import dev.holdfast.kernel.Actor;

/** Someone had garbage collected. */
public record GarbageCollected(Actor actor, GarbageReport report) {}
