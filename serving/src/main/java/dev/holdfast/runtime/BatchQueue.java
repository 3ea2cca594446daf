package dev.holdfast.runtime;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins requests for one model into runs. While an instance is idle a request runs at once, unless it is told to wait for others;
 * what comes while all are busy is joined with its like when one is free.
 *
 * <p>A member whose deadline passes, or whose caller hangs up, leaves alone; the run goes on until nobody waits for it. The first run of
 * several is tried both ways: a model whose answers depend on what else is in the run is never joined again.
 */
final class BatchQueue {
    /** A request that takes less gains nothing: handing it over costs about a tenth of that. */
    static final long WORTH_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private static final Logger log = LoggerFactory.getLogger(BatchQueue.class);

    /** Runs the model. */
    @FunctionalInterface
    interface Runner {
        Map<String, Tensor> run(Map<String, Tensor> inputs, RunStop stop);
    }

    private enum Trust {
        UNTRIED,
        BEING_TRIED,
        JOINED,
        NEVER
    }

    private final RunThreads threads;
    private final RunQueue queue;
    private final List<String> inputs;
    private final Runner runner;
    private final Object lock = new Object();
    private final Map<Bucket.Key, Bucket> buckets = new LinkedHashMap<>();
    private final Queue<Bucket> due = new ArrayDeque<>();
    private Batching settings = Batching.OFF;
    /** Instances that run, or are about to. */
    private int busy;
    /** Those of them that have taken nothing yet. */
    private int starting;

    private volatile Trust trust;

    /**
     * @param queue of the same model, for what is not joined
     * @param inputs names of the model's
     * @param rows whether the first dimension of all that goes in and out is the rows, and may be any number
     */
    BatchQueue(RunThreads threads, RunQueue queue, List<String> inputs, boolean rows, Runner runner) {
        this.threads = threads;
        this.queue = queue;
        this.inputs = inputs;
        this.runner = runner;
        this.trust = rows ? Trust.UNTRIED : Trust.NEVER;
    }

    /** Whether requests for this model can be joined at all, as far as is known. */
    boolean joins() {
        return trust != Trust.NEVER;
    }

    /** Whether a request gains by being joined with others. */
    boolean takes(Map<String, Tensor> request, RunSize size, Batching batching) {
        return batching.enabled()
                && joins()
                && size.rows() < batching.maxRows()
                && (batching.maxDelayUs() > 0 || !queue.isWithin(WORTH_NANOS, size.rows()))
                && request.values().stream().allMatch(tensor -> tensor.rows() == size.rows());
    }

    /** Runs a request, joined with others or alone. */
    CompletableFuture<Ran> submit(Map<String, Tensor> request, RunSize size, Deadline deadline, Batching batching) {
        if (deadline.isPassed()) {
            return CompletableFuture.failedFuture(deadline.problem());
        }
        if (!queue.room().enter(size)) {
            return CompletableFuture.failedFuture(queue.room().full());
        }
        Bucket.Key key = Bucket.Key.of(request, inputs);
        BatchMember member = new BatchMember(request, size, deadline, left -> remove(key, left));
        CompletableFuture<Ran> result =
                member.result().whenComplete((ran, failure) -> queue.room().leave(size));
        synchronized (lock) {
            settings = batching;
            Bucket bucket = buckets.computeIfAbsent(key, Bucket::new);
            boolean first = bucket.isEmpty();
            bucket.add(member);
            long delay = TimeUnit.MICROSECONDS.toNanos(batching.maxDelayUs());
            // Whoever has little time left does not spend all of it on waiting for others.
            long patience = Math.min(delay, member.leftNanos() / 2);
            if (patience == 0 || bucket.rows() >= batching.maxRows()) {
                fallsDue(bucket);
            } else if (first || patience < delay) {
                var _ = RunThreads.after(patience, () -> fallsDue(key, bucket));
            }
            dispatch();
        }
        member.watch();
        return result;
    }

    private void remove(Bucket.Key key, BatchMember left) {
        synchronized (lock) {
            Bucket bucket = buckets.get(key);
            if (bucket != null) {
                bucket.remove(left);
                if (bucket.isEmpty() && !bucket.isDue()) {
                    buckets.remove(key);
                }
            }
        }
    }

    private void fallsDue(Bucket.Key key, Bucket bucket) {
        synchronized (lock) {
            if (bucket.equals(buckets.get(key)) && !bucket.isEmpty()) {
                fallsDue(bucket);
                dispatch();
            }
        }
    }

    private void fallsDue(Bucket bucket) {
        if (bucket.fallsDue()) {
            due.add(bucket);
        }
    }

    /** Lets threads take what is due, as many as there are instances. */
    private void dispatch() {
        int instances = settings.instances() > 0 ? settings.instances() : threads.count();
        while (starting < due.size() && busy < instances) {
            try {
                threads.execute(this::runNext);
            } catch (RejectedExecutionException e) {
                // The server stops: callers see their deadline, or the connection's end.
                return;
            }
            busy++;
            starting++;
        }
    }

    private void runNext() {
        List<BatchMember> members = take();
        JoinedRun run = new JoinedRun(members, runner, queue);
        try {
            if (!members.isEmpty()) {
                run(run);
            }
        } catch (RuntimeException | Error e) {
            run.fail(e);
        } finally {
            synchronized (lock) {
                busy--;
                dispatch();
            }
        }
        run.tell();
    }

    private List<BatchMember> take() {
        synchronized (lock) {
            starting--;
            List<BatchMember> taken = List.of();
            while (taken.isEmpty() && !due.isEmpty()) {
                Bucket bucket = due.remove();
                taken = bucket.take(settings.maxRows());
                bucket.notDue();
                if (bucket.isEmpty()) {
                    buckets.remove(bucket.key());
                } else {
                    fallsDue(bucket);
                }
            }
            dispatch();
            return taken;
        }
    }

    private void run(JoinedRun run) {
        switch (trust) {
            case JOINED -> {
                if (!run.runTogether()) {
                    never();
                }
            }
            case UNTRIED -> {
                if (run.isOfSeveral() && claimTrial()) {
                    tryBothWays(run);
                } else {
                    run.runSingly();
                }
            }
            case BEING_TRIED, NEVER -> run.runSingly();
        }
    }

    private boolean claimTrial() {
        synchronized (lock) {
            if (trust != Trust.UNTRIED) {
                return false;
            }
            trust = Trust.BEING_TRIED;
            return true;
        }
    }

    private void tryBothWays(JoinedRun run) {
        Trust found = Trust.UNTRIED;
        try {
            found = switch (run.runBothWays()) {
                case SAME -> Trust.JOINED;
                case DIFFERENT -> Trust.NEVER;
                case UNKNOWN -> Trust.UNTRIED;
            };
        } finally {
            trust = found;
        }
        if (found == Trust.NEVER) {
            never();
        }
    }

    private void never() {
        trust = Trust.NEVER;
        log.warn(
                "Requests for a model with the inputs {} are not joined any more: its answers depend on what else is in the run",
                inputs);
    }
}
