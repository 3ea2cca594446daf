package dev.holdfast.runtime;

import dev.holdfast.kernel.ProblemException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The memory that models take together: what each takes is written down before it is opened, and more than may be is refused. */
final class ModelRoom {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);
    private static final long LOOK_AGAIN = Duration.ofMillis(20).toNanos();

    private final long limit;
    private volatile Predicate<MayUnload> unloadsOne = what -> false;
    private long bytes;
    private long measuredBytes;
    private int models;
    private final ModelCounts counts = new ModelCounts();

    /** @param limit bytes that models may take together */
    ModelRoom(long limit) {
        this.limit = limit;
    }

    /** For tools and checks that run a model or two. */
    static ModelRoom unlimited() {
        return new ModelRoom(Long.MAX_VALUE);
    }

    /** There is none now. */
    static final class Full extends RuntimeException {
        private final transient ProblemException problem;

        private Full(ProblemException problem) {
            super(problem);
            this.problem = problem;
        }

        /** What a caller is told. */
        ProblemException problem() {
            return problem;
        }
    }

    /** What a model takes, until it is closed. */
    final class Place implements AutoCloseable {
        private MemoryUse taken;
        private MemoryMeter.@Nullable Reading reading;
        private boolean left;

        private Place(MemoryUse taken) {
            this.taken = taken;
        }

        /** It is being loaded, and measured. */
        void measure(MemoryMeter.Reading begun) {
            reading = begun;
        }

        /** It takes that much, now that it is open. */
        void settle(MemoryUse found) {
            synchronized (ModelRoom.this) {
                if (!left) {
                    add(taken, -1);
                    add(found, 1);
                    taken = found;
                }
            }
        }

        /** It has run once: what it takes now is what it takes. */
        void settled() {
            MemoryMeter.Reading begun = reading;
            reading = null;
            if (begun != null) {
                begun.end().ifPresent(this::settle);
            }
        }

        /**
         * Sees that all is within the limit again where it takes more than was expected.
         *
         * @throws ProblemException 422 where it is larger than all of the room
         * @throws Full where too much of it is taken
         */
        void keepWithin(RoomNeed need) {
            makeRoom(taken().bytes(), 0, need);
        }

        MemoryUse taken() {
            synchronized (ModelRoom.this) {
                return taken;
            }
        }

        @Override
        public void close() {
            if (reading != null) {
                reading.abandon();
            }
            synchronized (ModelRoom.this) {
                if (!left) {
                    left = true;
                    add(taken, -1);
                    models--;
                    counts.unloaded();
                }
            }
        }
    }

    private void add(MemoryUse use, int sign) {
        bytes += sign * use.bytes();
        if (use.source() == MemoryUse.Source.MEASURED) {
            measuredBytes += sign * use.bytes();
        }
    }

    /** @param unloading unloads a model that is not needed now, and says whether there was one */
    void whenFull(Predicate<MayUnload> unloading) {
        unloadsOne = unloading;
    }

    /**
     * Room for a model. Others that are not needed now are unloaded for it.
     *
     * @throws ProblemException 422 where it is larger than all of the room
     * @throws Full where too much of it is taken
     */
    Place enter(long needed, RoomNeed need) {
        makeRoom(needed, 1, need);
        return new Place(MemoryUse.estimated(needed));
    }

    /** @param entering models that come: 1, or 0 where it is there and counted already */
    private void makeRoom(long size, int entering, RoomNeed need) {
        if (size > limit) {
            counts.refused();
            throw UnfitModel.refused(
                    "it takes about " + mebibytes(size) + " of memory, and all models together may take "
                            + mebibytes(limit) + " (holdfast.runtime.memory).");
        }
        while (!isWithin(size, entering)) {
            if (unloadsOne.test(need.mayUnload())) {
                continue;
            }
            if (!need.waits().getAsBoolean()) {
                counts.refused();
                throw new Full(ProblemException.unavailable(
                        "The model takes about " + mebibytes(size) + " of memory, and of the " + mebibytes(limit)
                                + " that models may take (holdfast.runtime.memory), models that answer take "
                                + mebibytes(usage().bytes()) + ". Unload one of them, or allow more.",
                        RETRY_AFTER));
            }
            LockSupport.parkNanos(LOOK_AGAIN);
        }
    }

    private synchronized boolean isWithin(long size, int entering) {
        if (bytes + size * entering > limit) {
            return false;
        }
        if (entering > 0) {
            add(MemoryUse.estimated(size), 1);
            models++;
            counts.loaded();
        }
        return true;
    }

    ModelCounts counts() {
        return counts;
    }

    synchronized ModelRuntime.Usage usage() {
        return new ModelRuntime.Usage(
                models,
                bytes,
                measuredBytes,
                limit,
                counts.loads(),
                counts.failures(),
                counts.unloads(),
                counts.displacements(),
                counts.refusals());
    }

    private static String mebibytes(long bytes) {
        return ((bytes + (1 << 20) - 1) >> 20) + " MiB";
    }
}
