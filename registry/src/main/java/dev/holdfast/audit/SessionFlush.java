package dev.holdfast.audit;

import jakarta.persistence.EntityManager;
import org.springframework.stereotype.Repository;

/** Writes the transaction's changed entities now. A repository, so that failures are Spring's exceptions. */
@Repository
class SessionFlush {
    private final EntityManager entityManager;

    SessionFlush(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    public void flush() {
        entityManager.flush();
    }
}
