package dev.holdfast.audit;

import dev.holdfast.background.Loop;
import java.time.Duration;
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
    private static final Duration POLL = Duration.ofSeconds(5);
    /** What is committed meanwhile goes along: one transaction for many entries. */
    private static final Duration LINGER = Duration.ofMillis(50);

    private static final Duration STOP_WITHIN = Duration.ofSeconds(30);

    private final Chain chain;
    private final Loop loop =
            new Loop("audit-linker", "Audit entries can't be linked for now and wait", POLL, this::pass);

    Linker(Chain chain) {
        this.chain = chain;
    }

    /** Tells that entries were committed. */
    void wake() {
        loop.wake();
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

    private Duration pass() throws InterruptedException {
        Thread.sleep(LINGER);
        link();
        return POLL;
    }

    @Override
    public void start() {
        loop.start(POLL);
    }

    @Override
    public void stop() {
        loop.stop(STOP_WITHIN);
        try {
            link();
        } catch (DataAccessException | TransactionException e) {
            log.info("Audit entries are left to be linked at the next start: {}", e.toString());
        }
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }
}
