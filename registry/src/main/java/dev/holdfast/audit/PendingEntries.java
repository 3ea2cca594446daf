package dev.holdfast.audit;

import dev.holdfast.background.AfterCommit;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Keeps a transaction's entries until it is about to commit, and writes them at once. */
@Component
class PendingEntries {
    private final Chain chain;
    private final Linker linker;

    PendingEntries(Chain chain, Linker linker) {
        this.chain = chain;
        this.linker = linker;
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

    /** Entries were written by a statement: they are committed when the transaction is, or are by now where there is none. */
    void written() {
        AfterCommit.run(linker::wake);
    }

    private final class Batch implements TransactionSynchronization {
        private final List<NewEntry> entries = new ArrayList<>();
        private boolean written;

        void add(NewEntry entry) {
            if (written) {
                chain.write(List.of(entry));
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
            chain.write(entries);
            written = true;
        }

        @Override
        public void afterCommit() {
            linker.wake();
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
