package dev.holdfast.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.HoldfastTest;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.Role;
import dev.holdfast.testkit.SettableClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.Ordered;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

@HoldfastTest
class AuditLogTest {
    private static final Actor ANNA = new Actor("anna", Role.APPROVER);

    @Autowired
    AuditLog log;

    @Autowired
    PlatformTransactionManager transactions;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    SettableClock clock;

    @Autowired
    RestTestClient http;

    private TransactionTemplate transaction;

    @BeforeEach
    void empty() {
        transaction = new TransactionTemplate(transactions);
        clock.set(SettableClock.START);
        withoutTrigger("TRUNCATE audit.entry");
    }

    @Test
    void chainStaysWholeUnderManyWriters() throws Exception {
        int writers = 16;
        int each = 25;
        try (var threads = Executors.newFixedThreadPool(writers)) {
            List<Future<?>> done = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                String subject = "model/m" + writer;
                done.add(threads.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        int number = i;
                        transaction.executeWithoutResult(status -> {
                            log.record(ANNA, "test.first", subject, "because", Map.of("n", number));
                            log.record(ANNA, "test.second", subject, null, Map.of());
                            if (number % 5 == 4) {
                                status.setRollbackOnly();
                            }
                        });
                    }
                }));
            }
            for (Future<?> future : done) {
                future.get();
            }
        }

        int committed = writers * 20 * 2;
        AuditVerification verification = log.verify();
        assertThat(verification).isEqualTo(new AuditVerification(true, committed, verification.head(), null, null));
        assertThat(rowsThatSqlFindsBroken()).isEmpty();
        assertThat(log.entries(AuditQuery.ALL, new PageRequest(1, null))
                        .items()
                        .getFirst()
                        .hash())
                .isEqualTo(verification.head());
    }

    @Test
    void innerTransactionDoesNotWaitForTheOuterOne() {
        TransactionTemplate inner = new TransactionTemplate(
                transactions, new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_REQUIRES_NEW));
        transaction.executeWithoutResult(outer -> {
            log.record(ANNA, "test.outer", "a", null, Map.of());
            inner.executeWithoutResult(status -> log.record(ANNA, "test.inner", "b", null, Map.of()));
        });

        assertThat(log.entries(AuditQuery.ALL, PageRequest.first()).items())
                .extracting(AuditEntry::action)
                .containsExactly("test.outer", "test.inner");
    }

    @Test
    void anEntryWaitsForNoOtherWriter() {
        TransactionTemplate other = new TransactionTemplate(
                transactions, new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_REQUIRES_NEW));
        transaction.executeWithoutResult(outer -> {
            log.record(ANNA, "test.slow", "a", null, Map.of());
            // Holds its entry, written but not committed, while another transaction begins and ends.
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public int getOrder() {
                    return Ordered.LOWEST_PRECEDENCE;
                }

                @Override
                public void beforeCommit(boolean readOnly) {
                    other.executeWithoutResult(status -> log.record(ANNA, "test.quick", "b", null, Map.of()));
                    assertThat(actions()).containsExactly("test.quick");
                }
            });
        });

        assertThat(actions()).containsExactly("test.slow", "test.quick");
    }

    @Test
    void needsATransaction() {
        assertThatThrownBy(() -> log.record(ANNA, "test.alone", "a", null, Map.of()))
                .isInstanceOf(IllegalTransactionStateException.class);
    }

    @Test
    void databaseRefusesChanges() {
        record("test.done", "model/a");

        for (String change : List.of(
                "UPDATE audit.entry SET actor = 'eve'",
                "DELETE FROM audit.entry",
                "TRUNCATE audit.entry",
                "SET session_replication_role = replica; DELETE FROM audit.entry")) {
            assertThatThrownBy(() -> transaction.executeWithoutResult(
                            status -> jdbc.sql(change).update()))
                    .as(change)
                    .isInstanceOf(DataAccessException.class)
                    .rootCause()
                    .hasMessageContaining("append-only");
        }
        assertThat(log.verify().entries()).isEqualTo(1);
    }

    @Test
    void verificationNamesTheFirstBrokenEntry() {
        for (int i = 1; i <= 5; i++) {
            record("test.done", "model/ü" + i);
        }

        withoutTrigger("UPDATE audit.entry SET reason = 'better' WHERE sequence = 4");
        assertBroken(4, "was changed");
        assertThat(rowsThatSqlFindsBroken()).containsExactly(4L);

        // The hash made to fit again: now the next entry does not follow.
        String fitting = new ChainLink(
                        hashOf(3),
                        4,
                        SettableClock.START,
                        "anna",
                        "approver",
                        "test.done",
                        "model/ü4",
                        "better",
                        "{\"k\":\"v\"}")
                .hash();
        withoutTrigger("UPDATE audit.entry SET hash = '" + fitting + "' WHERE sequence = 4");
        assertBroken(5, "does not follow");
        assertThat(rowsThatSqlFindsBroken()).containsExactly(5L);

        withoutTrigger("DELETE FROM audit.entry WHERE sequence = 2");
        assertBroken(2, "is missing");

        http.get()
                .uri("/api/v1/audit/verification")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.intact")
                .isEqualTo(false)
                .jsonPath("$.entries")
                .isEqualTo(1)
                .jsonPath("$.broken_at")
                .isEqualTo(2);
    }

    @Test
    void listsAndFilters() {
        record("model.version.registered", "model/fraud/versions/1");
        record("model.version.registered", "model/fraud2/versions/1");
        record("model.alias.set", "model/fraud");
        record("modelling", "model/fr_ud");

        assertThat(subjects(new AuditQuery("model/fraud", null, null), 50))
                .containsExactly("model/fraud", "model/fraud/versions/1");
        assertThat(subjects(new AuditQuery("model", null, "model"), 50)).hasSize(3);
        assertThat(subjects(new AuditQuery("model/fr_ud", null, null), 50)).containsExactly("model/fr_ud");
        assertThat(subjects(new AuditQuery(null, "eve", null), 50)).isEmpty();

        // Page after page gives the same as all at once.
        List<String> paged = new ArrayList<>();
        String token = null;
        do {
            var page = log.entries(AuditQuery.ALL, new PageRequest(3, token));
            page.items().forEach(entry -> paged.add(entry.subject()));
            token = page.nextPageToken();
        } while (token != null);
        assertThat(paged).isEqualTo(subjects(AuditQuery.ALL, 50));

        http.get()
                .uri("/api/v1/audit?action=model.alias.set&actor=anna")
                .header("X-Test-Role", "viewer")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.items.length()")
                .isEqualTo(1)
                .jsonPath("$.items[0].sequence")
                .isEqualTo(3)
                .jsonPath("$.items[0].role")
                .isEqualTo("approver")
                .jsonPath("$.items[0].at")
                .isEqualTo("2026-03-01T12:00:00.000Z")
                .jsonPath("$.items[0].details.k")
                .isEqualTo("v");
        http.get().uri("/api/v1/audit?akteur=anna").exchange().expectStatus().isBadRequest();
        http.get()
                .uri("/api/v1/audit?page_token=garbage")
                .exchange()
                .expectStatus()
                .isBadRequest();
    }

    private void record(String action, String subject) {
        transaction.executeWithoutResult(
                status -> log.record(ANNA, action, subject, "it's \"so\": 1,", Map.of("k", "v")));
    }

    private List<String> subjects(AuditQuery query, int maxResults) {
        return log.entries(query, new PageRequest(maxResults, null)).items().stream()
                .map(AuditEntry::subject)
                .toList();
    }

    private List<String> actions() {
        return log.entries(AuditQuery.ALL, PageRequest.first()).items().stream()
                .map(AuditEntry::action)
                .toList();
    }

    private void assertBroken(long sequence, String problem) {
        AuditVerification verification = log.verify();
        assertThat(verification.intact()).isFalse();
        assertThat(verification.brokenAt()).isEqualTo(sequence);
        assertThat(verification.problem()).contains(problem);
        assertThat(verification.entries()).isEqualTo(sequence - 1);
    }

    private String hashOf(long sequence) {
        return jdbc.sql("SELECT hash FROM audit.entry WHERE sequence = ?")
                .param(sequence)
                .query(String.class)
                .single();
    }

    /** The statement from the documentation of {@link AuditLog}. */
    private List<@Nullable Long> rowsThatSqlFindsBroken() {
        return jdbc.sql("""
                        SELECT sequence FROM audit.entry,
                          LATERAL (SELECT string_agg(coalesce(octet_length(v) || ':' || v, '-') || ',', '' ORDER BY n) AS text
                                   FROM unnest(ARRAY[previous_hash, sequence::text, (extract(epoch FROM at) * 1000)::bigint::text,
                                                     actor, role, action, subject, reason, details::text]) WITH ORDINALITY AS f(v, n)) AS canonical
                         WHERE hash <> encode(sha256(convert_to(text, 'UTF8')), 'hex')
                            OR previous_hash <> coalesce((SELECT p.hash FROM audit.entry p WHERE p.sequence = entry.sequence - 1), repeat('0', 64))
                        """).query(Long.class).list();
    }

    private void withoutTrigger(String sql) {
        // What waits to be linked is linked before, not in the middle.
        log.verify();
        transaction.executeWithoutResult(status -> {
            jdbc.sql("ALTER TABLE audit.entry DISABLE TRIGGER append_only").update();
            jdbc.sql(sql).update();
            jdbc.sql("ALTER TABLE audit.entry ENABLE ALWAYS TRIGGER append_only")
                    .update();
        });
    }
}
