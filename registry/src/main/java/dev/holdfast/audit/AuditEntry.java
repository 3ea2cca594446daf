package dev.holdfast.audit;

import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.Role;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was done.
 *
 * @param sequence counts from 1 without a gap
 * @param at when, to the millisecond
 * @param actor who, as their token is named
 * @param role what the actor's role was then
 * @param action what, for example {@code release.activated}
 * @param subject to what, as a path: {@code deployment/fraud}, {@code dataset/fraud/versions/3}
 * @param reason why, in the actor's words
 * @param details what else is worth knowing
 * @param previousHash the hash of the entry before; 64 zeros for the first
 * @param hash over the previous hash and this entry, see {@link AuditLog}
 */
public record AuditEntry(
        long sequence,
        Instant at,
        String actor,
        Role role,
        String action,
        String subject,
        @Nullable String reason,
        Map<String, Object> details,
        Digest previousHash,
        Digest hash) {}
