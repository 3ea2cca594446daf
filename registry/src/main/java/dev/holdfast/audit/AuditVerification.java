package dev.holdfast.audit;

import dev.holdfast.kernel.Digest;
import org.jspecify.annotations.Nullable;

/**
 * Whether the chain holds.
 *
 * @param entries how many entries were found intact, from the first on
 * @param head the hash of the last intact entry: noted down elsewhere it shows later that nothing was cut off the end; absent
 *     where there is no intact entry
 * @param brokenAt the sequence of the first entry that is wrong or missing
 * @param problem what is wrong with it
 */
public record AuditVerification(
        boolean intact,
        long entries,
        @Nullable Digest head,
        @Nullable Long brokenAt,
        @Nullable String problem) {}
