package dev.holdfast.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Measures what models take while they are loaded, and remembers it for the next time. The C library's account is of the whole process: loads
 * that overlap are not measured, since what each took can't be told, and what the compiler and requests take and give back meanwhile is in it, a
 * megabyte or a few.
 */
final class MemoryMeter {
    private static final int REMEMBERED = 1_000;

    private final Map<String, Long> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > REMEMBERED;
        }
    };
    private int underWay;
    /** Counts loads that began: one that sees it move was not alone. */
    private long begun;

    /** A load under way. */
    final class Reading {
        private final @Nullable String model;
        private final long fileBytes;
        private final OptionalLong before;
        private final boolean alone;
        private final long number;
        private boolean ended;

        private Reading(@Nullable String model, long fileBytes, boolean alone, long number) {
            this.model = model;
            this.fileBytes = fileBytes;
            this.alone = alone;
            this.number = number;
            this.before = NativeMemory.bytes();
        }

        /** What was taken since the beginning; empty where that can't be told. */
        Optional<MemoryUse> end() {
            if (!leave() || before.isEmpty()) {
                return Optional.empty();
            }
            long taken = NativeMemory.bytes().orElse(0) - before.getAsLong();
            if (taken < fileBytes / 2) {
                // Others gave back in the meantime about what this took.
                return Optional.empty();
            }
            taken = Math.max(taken, fileBytes);
            if (model != null) {
                synchronized (MemoryMeter.this) {
                    known.put(model, taken);
                }
            }
            return Optional.of(MemoryUse.measured(taken));
        }

        /** The load failed. */
        void abandon() {
            leave();
        }

        /** Whether no other was loaded meanwhile; false too where it ended before. */
        private boolean leave() {
            synchronized (MemoryMeter.this) {
                if (ended) {
                    return false;
                }
                ended = true;
                underWay--;
                return alone && begun == number;
            }
        }
    }

    /**
     * A load begins.
     *
     * @param model by which its figure is remembered; absent: it is not
     * @param fileBytes of all its files: it can't take much less
     */
    Reading begin(@Nullable String model, long fileBytes) {
        boolean alone;
        long number;
        synchronized (this) {
            alone = underWay++ == 0;
            number = ++begun;
        }
        return new Reading(model, fileBytes, alone, number);
    }

    /** What a model took when it was measured last. */
    synchronized OptionalLong known(@Nullable String model) {
        Long bytes = model == null ? null : known.get(model);
        return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes);
    }
}
