package dev.holdfast.release;

import java.time.Instant;

/** A rule's decision about a release, with the figures that it was made by. */
public record PromotionDecision(int champion, int release, PromotionVerdict verdict, PromotionRule rule, Instant at) {}
