package dev.holdfast.audit;

import dev.holdfast.kernel.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of the chain as it is hashed; {@link AuditLog} describes the form. */
record ChainLink(
        String previousHash,
        long sequence,
        Instant at,
        String actor,
        String role,
        String action,
        String subject,
        @Nullable String reason,
        String details) {
    /** The hash that the first entry follows. */
    static final String START = "0".repeat(64);

    String hash() {
        MessageDigest sha256 = Digest.sha256();
        add(sha256, previousHash);
        add(sha256, Long.toString(sequence));
        add(sha256, Long.toString(at.toEpochMilli()));
        add(sha256, actor);
        add(sha256, role);
        add(sha256, action);
        add(sha256, subject);
        add(sha256, reason);
        add(sha256, details);
        return Digest.of(sha256).hex();
    }

    private static void add(MessageDigest sha256, @Nullable String value) {
        if (value == null) {
            sha256.update((byte) '-');
        } else {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            sha256.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
            sha256.update(bytes);
        }
        sha256.update((byte) ',');
    }
}
