package dev.holdfast.access;

import dev.holdfast.kernel.Role;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A bearer token, without its secret: that is shown once, when it is made, and only its SHA-256 is kept.
 *
 * @param name how the audit log names the bearer
 * @param expiresAt when it stops working; absent: never
 */
public record Token(
        UUID id,
        String name,
        Role role,
        Instant createdAt,
        String createdBy,
        @Nullable Instant expiresAt) {}
