package dev.holdfast.audit;

import java.util.ArrayList;
import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Keeps a transaction's entries until it is about to commit: only then do they take the chain's lock, which all other writers wait for.
 */
@Component
class PendingEntries {
    private final ChainWriter writer;
    private final SessionFlush session;

    PendingEntries(ChainWriter writer, SessionFlush session) {
        this.writer = writer;
        this.session = session;
    }

    void add(NewEntry entry) {
        Batch batch = (Batch) TransactionSynchronizationManager.getResource(this);
        if (batch == null) {
            batch = new Batch();
            TransactionSynchronizationManager.bindResource(this, batch);
            TransactionSynchronizationManager.registerSynchronization(batch);
        }
        batch.add(entry);
    }

    private final class Batch implements TransactionSynchronization {
        private final List<NewEntry> entries = new ArrayList<>();
        private boolean written;

        void add(NewEntry entry) {
            if (written) {
                writer.append(List.of(entry));
            } else {
                entries.add(entry);
            }
        }

        @Override
        public int getOrder() {
            return Ordered.LOWEST_PRECEDENCE;
        }

        @Override
        public void beforeCommit(boolean readOnly) {
            // Whoever holds the chain's lock must not wait for a row any more: another writer could hold that row and
            // wait for the lock.
            session.flush();
            writer.append(entries);
            written = true;
        }

        @Override
        public void suspend() {
            TransactionSynchronizationManager.unbindResource(PendingEntries.this);
        }

        @Override
        public void resume() {
            TransactionSynchronizationManager.bindResource(PendingEntries.this, this);
        }

        @Override
        public void beforeCompletion() {
            TransactionSynchronizationManager.unbindResource(PendingEntries.this);
        }
    }
}
