package dev.holdfast.server;

import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.events.IncompleteEventPublications;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Delivers events again that a crash kept from their listeners. One replica does it at a time; listeners bear repetition. */
@Component
class EventResubmission {
    private static final Duration OVERDUE = Duration.ofMinutes(2);
    private static final long LOCK = 0x6576656e7473L;

    private final IncompleteEventPublications incomplete;
    private final JdbcClient database;

    EventResubmission(IncompleteEventPublications incomplete, JdbcClient database) {
        this.incomplete = incomplete;
        this.database = database;
    }

    @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT1M")
    @Transactional
    public void resubmitOverdue() {
        boolean mine = database.sql("SELECT pg_try_advisory_xact_lock(:lock)")
                .param("lock", LOCK)
                .query(Boolean.class)
                .single();
        if (mine) {
            incomplete.resubmitIncompletePublicationsOlderThan(OVERDUE);
        }
    }
}
