package dev.holdfast.inference;

import dev.holdfast.release.Release;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An answer as it goes over the wire, and what every answer says beside it.
 *
 * @param predictionId what the truth is sent by later
 * @param release what answered
 * @param arm of the traffic policy that it answers for; absent where there is none
 */
public record EncodedAnswer(
        UUID predictionId, Release release, @Nullable String arm, TraceContext trace, AnswerBody body) {}
