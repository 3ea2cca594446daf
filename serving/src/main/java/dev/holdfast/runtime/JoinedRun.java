package dev.holdfast.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Requests that are run together. One of them ends the run only if nobody waits for the others; one that the model fails on fails alone,
 * as each is run by itself then.
 */
final class JoinedRun {
    private final List<BatchMember> members;
    private final BatchQueue.Runner runner;
    private final RunQueue times;
    /** What each of those came to that is told when the instance is free again. */
    private final List<Runnable> outcomes = new ArrayList<>();

    private boolean counted;

    JoinedRun(List<BatchMember> members, BatchQueue.Runner runner, RunQueue times) {
        this.members = members;
        this.runner = runner;
        this.times = times;
    }

    /** What a trial says of joining requests for a model. */
    enum Comparison {
        SAME,
        DIFFERENT,
        /** Too few could be compared. */
        UNKNOWN
    }

    boolean isOfSeveral() {
        return members.size() > 1;
    }

    /** All that have no answer yet fail. */
    void fail(Throwable failure) {
        members.forEach(member -> member.fail(failure));
    }

    /** Tells each caller his answer or failure. */
    void tell() {
        outcomes.forEach(Runnable::run);
    }

    /** Runs each by itself. */
    void runSingly() {
        members.forEach(this::runAlone);
    }

    /** Runs all at once; each by itself where that fails. @return false where the answers could not be told apart */
    boolean runTogether() {
        if (members.size() == 1) {
            runAlone(members.getFirst());
            return true;
        }
        RunStop stop = new RunStop();
        AtomicInteger waiting = new AtomicInteger(members.size());
        List<BatchMember> begun = new ArrayList<>(members.size());
        int rows = 0;
        for (BatchMember member : members) {
            if (member.begin(() -> leave(waiting, stop))) {
                begun.add(member);
                rows += member.size().rows();
            } else {
                leave(waiting, stop);
            }
        }
        if (begun.isEmpty()) {
            return true;
        }
        long start = System.nanoTime();
        Map<String, Tensor> outputs = together(begun, stop);
        long nanos = System.nanoTime() - start;
        if (outputs == null) {
            begun.forEach(this::runAlone);
            return true;
        }
        if (!JoinedRows.canBeSplit(outputs, rows)) {
            begun.forEach(this::runAlone);
            return false;
        }
        int from = 0;
        int joined = rows;
        for (BatchMember member : begun) {
            int count = member.size().rows();
            Map<String, Tensor> own = JoinedRows.rows(outputs, from, count);
            long waited = member.waitedNanos(start);
            outcomes.add(() -> answer(member, own, waited, nanos, joined));
            times.ranWithin(count, nanos);
            from += count;
        }
        return true;
    }

    /** The first who still waits counts the run. */
    private void answer(BatchMember member, Map<String, Tensor> outputs, long waited, long nanos, int rows) {
        if (member.answer(new Ran(outputs, waited, nanos, rows, !counted))) {
            counted = true;
        }
    }

    /** The outputs of all; null where the model fails on them, or nobody waits for them any more. */
    private @Nullable Map<String, Tensor> together(List<BatchMember> begun, RunStop stop) {
        try {
            return runner.run(
                    JoinedRows.join(begun.stream().map(BatchMember::inputs).toList()), stop);
        } catch (RuntimeException e) {
            // Whose fault it is shows when each runs by itself.
            return null;
        }
    }

    /** Runs each by itself, and all at once: whether the answers are the same. Callers get those of their own runs. */
    Comparison runBothWays() {
        List<Map<String, Tensor>> alone = new ArrayList<>();
        List<Map<String, Tensor>> inputs = new ArrayList<>();
        for (BatchMember member : members) {
            Map<String, Tensor> outputs = runAlone(member);
            if (outputs != null) {
                alone.add(outputs);
                inputs.add(member.inputs());
            }
        }
        if (alone.size() < 2) {
            return Comparison.UNKNOWN;
        }
        Map<String, Tensor> outputs;
        try {
            outputs = runner.run(JoinedRows.join(inputs), RunStop.NEVER);
        } catch (RuntimeException e) {
            return Comparison.DIFFERENT;
        }
        int rows = inputs.stream().mapToInt(each -> RunSize.of(each).rows()).sum();
        if (!JoinedRows.canBeSplit(outputs, rows)) {
            return Comparison.DIFFERENT;
        }
        int from = 0;
        for (int i = 0; i < alone.size(); i++) {
            int count = RunSize.of(inputs.get(i)).rows();
            if (!JoinedRows.agree(alone.get(i), JoinedRows.rows(outputs, from, count))) {
                return Comparison.DIFFERENT;
            }
            from += count;
        }
        return Comparison.SAME;
    }

    /** Its outputs; null where it failed, or nobody waits for it. */
    private @Nullable Map<String, Tensor> runAlone(BatchMember member) {
        RunStop stop = new RunStop();
        if (!member.begin(stop::stop)) {
            return null;
        }
        long start = System.nanoTime();
        try {
            Map<String, Tensor> outputs = runner.run(member.inputs(), stop);
            long nanos = System.nanoTime() - start;
            times.ranAlone(member.size().rows(), nanos);
            Ran ran = new Ran(
                    outputs, member.waitedNanos(start), nanos, member.size().rows(), true);
            outcomes.add(() -> member.answer(ran));
            return outputs;
        } catch (RuntimeException | Error e) {
            outcomes.add(() -> member.fail(e));
            return null;
        }
    }

    private static void leave(AtomicInteger waiting, RunStop stop) {
        if (waiting.decrementAndGet() == 0) {
            stop.stop();
        }
    }
}
