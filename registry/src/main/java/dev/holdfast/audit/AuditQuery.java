package dev.holdfast.audit;

import org.jspecify.annotations.Nullable;

/**
 * Which entries are wanted; what is null is not asked about.
 *
 * @param subject this subject and everything below it: {@code model/fraud} finds {@code model/fraud/versions/3} and not
 *     {@code model/fraud2}
 * @param actor this actor exactly
 * @param action this action and everything below it: {@code release} finds {@code release.activated}
 */
public record AuditQuery(
        @Nullable String subject,
        @Nullable String actor,
        @Nullable String action) {
    public static final AuditQuery ALL = new AuditQuery(null, null, null);
}
