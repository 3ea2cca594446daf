package dev.holdfast.audit;

import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** The record of who did what and why. */
@Service
public class AuditLog {
    /** Records something that the current transaction does; it is written when, and only if, that transaction commits. */
    public void record(Actor actor, String action, String subject, @Nullable String reason, Map<String, ?> details) {
        throw new UnsupportedOperationException();
    }

    /** Entries, the newest first. */
    public Page<AuditEntry> entries(AuditQuery query, PageRequest page) {
        throw new UnsupportedOperationException();
    }

    /** Recomputes every hash from the first entry on. */
    public AuditVerification verify() {
        throw new UnsupportedOperationException();
    }
}
