package dev.holdfast.inference;

import dev.holdfast.release.Release;
import java.util.UUID;

/**
 * An answer as it goes over the wire, and what every answer says beside it.
 *
 * @param predictionId what the truth is sent by later
 * @param release what answered
 */
public record EncodedAnswer(UUID predictionId, Release release, TraceContext trace, AnswerBody body) {}
