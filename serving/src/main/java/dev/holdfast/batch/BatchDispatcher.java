package dev.holdfast.batch;

import dev.holdfast.background.LeaseDispatcher;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Gives jobs to threads of their own, which run below everything else. */
@Component
class BatchDispatcher extends LeaseDispatcher<Claim> {
    private static final Duration FORGET = Duration.ofHours(1);

    private final BatchJobQueue queue;
    private final BatchChunks chunks;
    private final BatchProperties properties;
    private long lastForgot = System.nanoTime() - FORGET.toNanos();

    BatchDispatcher(
            BatchJobQueue queue,
            BatchWorker worker,
            BatchChunks chunks,
            BatchSignals signals,
            BatchMetrics metrics,
            BatchProperties properties) {
        super(
                new Settings("batch", properties.enabled(), properties.concurrency(), properties.poll()),
                worker,
                signals);
        this.queue = queue;
        this.chunks = chunks;
        this.properties = properties;
        metrics.running(this::running);
    }

    @Override
    protected List<Claim> claim(int most) {
        return queue.claim(most);
    }

    @Override
    protected Set<Long> renew(Set<Long> fences) {
        return fences.isEmpty() ? fences : queue.heartbeat(fences);
    }

    @Override
    protected void lookAround(Set<Long> fences) {
        if (System.nanoTime() - lastForgot >= FORGET.toNanos()) {
            chunks.forget(properties.keepChunks());
            lastForgot = System.nanoTime();
        }
    }

    @Override
    protected void threadBegins() {
        LowPriority.ofThisThread();
    }
}
