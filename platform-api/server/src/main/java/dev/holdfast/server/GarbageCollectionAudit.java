package dev.holdfast.server;

import dev.holdfast.audit.AuditLog;
import dev.holdfast.storage.GarbageCollected;
import java.util.Map;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Records deletions of blobs: storage itself lies below the audit log. */
@Component
class GarbageCollectionAudit {
    private final AuditLog audit;

    GarbageCollectionAudit(AuditLog audit) {
        this.audit = audit;
    }

    @EventListener
    @Transactional
    public void collected(GarbageCollected event) {
        audit.record(event.actor(), "storage.garbage_collected", "storage", null, Map.of("report", event.report()));
    }
}
