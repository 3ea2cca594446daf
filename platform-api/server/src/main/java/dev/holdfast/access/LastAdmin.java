package dev.holdfast.access;

import dev.holdfast.kernel.ProblemException;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Nobody locks themselves out: as long as there is a token or a user, there is an admin among them whose credentials last.
 * Changes of either table take the lock first and ask last, in the same transaction.
 */
@Component
class LastAdmin {
    private static final int LOCK = 0x746f6b65;

    private final JdbcClient jdbc;

    LastAdmin(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Lets one transaction at a time change who may call. */
    void lock() {
        jdbc.sql("SELECT pg_advisory_xact_lock(:lock)")
                .param("lock", LOCK)
                .query()
                .listOfRows();
    }

    /** Refuses what this transaction has done so far where no lasting admin would be left among those who are. */
    void mustRemain(Supplier<ProblemException> refusal) {
        boolean lost = jdbc.sql("""
                        SELECT count(*) > 0 AND count(*) FILTER (WHERE role = 'admin' AND lasting) = 0
                          FROM (SELECT role, expires_at IS NULL AS lasting FROM access.token WHERE revoked_at IS NULL
                                UNION ALL
                                SELECT role, true FROM access.account) AS caller
                        """).query(Boolean.class).single();
        if (lost) {
            throw refusal.get();
        }
    }
}
