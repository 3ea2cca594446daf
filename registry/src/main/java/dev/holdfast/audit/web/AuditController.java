package dev.holdfast.audit.web;

import dev.holdfast.audit.AuditEntry;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.AuditQuery;
import dev.holdfast.audit.AuditVerification;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/audit")
class AuditController {
    private final AuditLog log;

    AuditController(AuditLog log) {
        this.log = log;
    }

    @GetMapping
    @Requires(Role.VIEWER)
    Page<AuditEntry> listAuditEntries(
            @RequestParam(required = false) @Nullable String subject,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String action,
            PageRequest page) {
        return log.entries(new AuditQuery(subject, actor, action), page);
    }

    @GetMapping("/verification")
    @Requires(Role.VIEWER)
    AuditVerification verifyAuditLog() {
        return log.verify();
    }
}
