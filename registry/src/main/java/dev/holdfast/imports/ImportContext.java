package dev.holdfast.imports;

import dev.holdfast.kernel.Actor;

/** What every step of an import needs. */
record ImportContext(ImportRows.Claimed job, SourceServer source, ImportRows rows) {
    Actor actor() {
        return job.actor();
    }

    void leaveOut(String kind, String subject, String reason) {
        rows.leaveOut(job.id(), new LeftOut(kind, subject, reason));
    }
}
