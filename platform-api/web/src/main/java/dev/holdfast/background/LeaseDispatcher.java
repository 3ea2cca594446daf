package dev.holdfast.background;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Gives work to threads. One loop looks for it whenever it is told of some, and every {@code poll} in any case; it also says that what this
 * server does is alive, and stops what was taken away.
 */
public abstract class LeaseDispatcher<L extends Lease> implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(LeaseDispatcher.class);
    private static final Duration STOP = Duration.ofSeconds(10);

    /**
     * How work is dispatched on this server.
     *
     * @param name with which the names of threads begin
     * @param enabled whether this server works at all; others may still do what is asked for here
     * @param concurrency attempts at once on this server
     * @param poll how often to look for work that nobody announced, and to renew the leases
     */
    public record Settings(String name, boolean enabled, int concurrency, Duration poll) {}

    private final Settings settings;
    private final LeaseWorker<L> worker;
    private final JobSignals signals;

    /** What runs here and counts, by fence. What is cancelled leaves at once, even if its thread needs a moment more. */
    private final Map<Long, Running<L>> running = new ConcurrentHashMap<>();

    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private @Nullable Loop loop;
    private long lastLook;
    private volatile boolean started;

    private record Running<L>(L lease, Cancellation cancellation) {}

    protected LeaseDispatcher(Settings settings, LeaseWorker<L> worker, JobSignals signals) {
        this.settings = settings;
        this.worker = worker;
        this.signals = signals;
    }

    /** Claims work for this server, {@code most} pieces at most. */
    protected abstract List<L> claim(int most);

    /**
     * Says every {@code poll} that this server lives and the holders of {@code fences} with it.
     *
     * @return those that are still valid
     */
    protected abstract Set<Long> renew(Set<Long> fences) throws SQLException;

    /** Does every {@code poll} what else is to be done. */
    protected abstract void lookAround(Set<Long> fences);

    /** Called by each thread before it works. */
    protected void threadBegins() {}

    /** How many attempts go on here. */
    protected final int running() {
        return running.size();
    }

    @Override
    public void start() {
        String name = settings.name() + "-dispatcher";
        Loop fresh = new Loop(name, name + " has to wait", settings.poll(), this::pass);
        loop = fresh;
        signals.open(fresh::wake, this::stop);
        started = true;
        if (settings.enabled()) {
            lastLook = System.nanoTime() - settings.poll().toNanos();
            fresh.start();
        }
    }

    @Override
    public void stop() {
        started = false;
        signals.close();
        running.values().forEach(each -> each.cancellation().cancel());
        if (loop != null) {
            loop.stop(STOP);
        }
        long deadline = System.nanoTime() + STOP.toNanos();
        try {
            for (Thread thread : threads) {
                if (!thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))) {
                    log.warn(
                            "{} does not stop and is left; what it did begins again with the server", thread.getName());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return started;
    }

    private Duration pass() throws SQLException {
        long now = System.nanoTime();
        boolean look = now - lastLook >= settings.poll().toNanos();
        if (look) {
            Set<Long> fences = Set.copyOf(running.keySet());
            Set<Long> valid = renew(fences);
            fences.stream().filter(fence -> !valid.contains(fence)).forEach(this::stop);
            lookAround(fences);
        }
        int free = settings.concurrency() - running.size();
        if (free > 0 && started) {
            claim(free).forEach(this::begin);
        }
        if (look) {
            lastLook = now;
        }
        return settings.poll();
    }

    private void begin(L lease) {
        Running<L> attempt = new Running<>(lease, new Cancellation());
        running.put(lease.fence(), attempt);
        if (!started) {
            attempt.cancellation().cancel();
        }
        // Platform threads: native code would pin virtual ones, and those have no priority.
        Thread thread = Thread.ofPlatform()
                .name(settings.name() + "-" + lease.fence())
                .daemon()
                .unstarted(() -> work(attempt));
        threads.add(thread);
        thread.start();
    }

    private void work(Running<L> attempt) {
        try {
            threadBegins();
            worker.run(attempt.lease(), attempt.cancellation());
        } catch (RuntimeException e) {
            log.error("{} could not be ended", attempt.lease(), e);
        } finally {
            running.remove(attempt.lease().fence());
            threads.remove(Thread.currentThread());
            signals.work();
        }
    }

    /** The job is over: work on it stops and holds no slot. */
    private void stop(UUID job) {
        running.values().stream()
                .map(Running::lease)
                .filter(lease -> lease.job().equals(job))
                .forEach(lease -> stop(lease.fence()));
        signals.work();
    }

    private void stop(long fence) {
        Running<L> attempt = running.remove(fence);
        if (attempt != null) {
            attempt.cancellation().cancel();
        }
    }
}
