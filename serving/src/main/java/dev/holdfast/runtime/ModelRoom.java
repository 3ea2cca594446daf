package dev.holdfast.runtime;

import dev.holdfast.kernel.ProblemException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** The memory that models take together: what each takes is written down before it is opened, and more than may be is refused. */
final class ModelRoom {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final long limit;
    private volatile BooleanSupplier unloadsOne = () -> false;
    private long bytes;
    private int models;
    private long loads;
    private long unloads;
    private long refusals;

    /** @param limit bytes that models may take together */
    ModelRoom(long limit) {
        this.limit = limit;
    }

    /** For tools and checks that run a model or two. */
    static ModelRoom unlimited() {
        return new ModelRoom(Long.MAX_VALUE);
    }

    /** What a model takes, until it is closed. */
    final class Place implements AutoCloseable {
        private final AtomicBoolean left = new AtomicBoolean();
        private long taken;

        private Place(long taken) {
            this.taken = taken;
        }

        /** It takes that much, now that it is open. */
        void settle(long found) {
            synchronized (ModelRoom.this) {
                bytes += found - taken;
                taken = found;
            }
        }

        @Override
        public void close() {
            if (left.compareAndSet(false, true)) {
                synchronized (ModelRoom.this) {
                    bytes -= taken;
                    models--;
                    unloads++;
                }
            }
        }
    }

    /** @param unloading unloads a model that is not needed now, and says whether there was one */
    void whenFull(BooleanSupplier unloading) {
        unloadsOne = unloading;
    }

    /**
     * Room for a model. Others that are not needed now are unloaded for it.
     *
     * @throws ProblemException 422 where it is larger than all of the room, 503 where too much of it is taken
     */
    Place enter(long needed) {
        if (needed > limit) {
            refused();
            throw UnfitModel.refused(
                    "it takes about " + mebibytes(needed) + " of memory, and all models together may take "
                            + mebibytes(limit) + " (holdfast.runtime.memory).");
        }
        while (true) {
            synchronized (this) {
                if (bytes + needed <= limit) {
                    bytes += needed;
                    models++;
                    loads++;
                    return new Place(needed);
                }
            }
            if (!unloadsOne.getAsBoolean()) {
                refused();
                throw ProblemException.unavailable(
                        "The model takes about " + mebibytes(needed) + " of memory, and of the " + mebibytes(limit)
                                + " that models may take (holdfast.runtime.memory), models that answer take "
                                + mebibytes(usage().bytes()) + ". Unload one of them, or allow more.",
                        RETRY_AFTER);
            }
        }
    }

    private synchronized void refused() {
        refusals++;
    }

    synchronized ModelRuntime.Usage usage() {
        return new ModelRuntime.Usage(models, bytes, limit, loads, unloads, refusals);
    }

    private static String mebibytes(long bytes) {
        return ((bytes + (1 << 20) - 1) >> 20) + " MiB";
    }
}
