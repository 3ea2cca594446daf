package dev.holdfast.audit;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Gives entries their place in the chain: soon after they were committed, and before anybody reads. */
@Component
class Linker implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Linker.class);
    /** Entries of a server that died, or of another that is slow, are linked by whoever looks next. */
    private static final long POLL_MS = 5_000;
    /** What is committed meanwhile goes along: one transaction for many entries. */
    private static final long LINGER_MS = 50;

    private final Chain chain;
    private final Semaphore committed = new Semaphore(0);
    private volatile @Nullable Thread thread;

    Linker(Chain chain) {
        this.chain = chain;
    }

    /** Tells that entries were committed. */
    void wake() {
        committed.release();
    }

    /** Links all that is committed. */
    void link() {
        if (chain.hasUnlinked()) {
            boolean more = true;
            while (more) {
                more = chain.link();
            }
        }
    }

    @Override
    public void start() {
        thread = Thread.ofVirtual().name("audit-linker").start(this::run);
    }

    @Override
    public void stop() {
        Thread running = thread;
        thread = null;
        if (running == null) {
            return;
        }
        // Not interrupted: that would break the connection of a query under way.
        wake();
        try {
            running.join();
            link();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (DataAccessException | TransactionException e) {
            log.info("Audit entries are left to be linked at the next start: {}", e.toString());
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void run() {
        while (thread != null) {
            try {
                if (committed.tryAcquire(POLL_MS, TimeUnit.MILLISECONDS)) {
                    TimeUnit.MILLISECONDS.sleep(LINGER_MS);
                }
                committed.drainPermits();
                link();
            } catch (InterruptedException e) {
                return;
            } catch (DataAccessException | TransactionException e) {
                log.debug("Audit entries are linked later: {}", e.toString());
            }
        }
    }
}
