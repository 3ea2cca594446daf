package dev.holdfast.runtime;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What native libraries take, by the C library's own account of what it has handed out: exact, whatever pages are in memory and whatever
 * the Java heap does. Only glibc 2.33 and newer tells it; elsewhere nothing is known.
 */
final class NativeMemory {
    private static final Logger log = LoggerFactory.getLogger(NativeMemory.class);

    private NativeMemory() {}

    /** Found with the first model: a server without models pays nothing for it. */
    private static final class Glibc {
        private static final int FIELDS = 10;
        private static final int MAPPED = 4;
        private static final int USED = 7;

        private static final @Nullable MethodHandle ACCOUNT = handle(
                "mallinfo2",
                FunctionDescriptor.of(MemoryLayout.structLayout(
                        Collections.nCopies(FIELDS, ValueLayout.JAVA_LONG).toArray(MemoryLayout[]::new))));
        private static final @Nullable MethodHandle TRIM =
                handle("malloc_trim", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));

        @SuppressWarnings("restricted")
        private static @Nullable MethodHandle handle(String function, FunctionDescriptor type) {
            try {
                Linker linker = Linker.nativeLinker();
                return linker.defaultLookup()
                        .find(function)
                        .map(address -> linker.downcallHandle(address, type))
                        .orElse(null);
            } catch (UnsupportedOperationException | IllegalCallerException e) {
                log.debug("The C library's {} can't be called", function, e);
                return null;
            }
        }
    }

    /** Bytes that are handed out now, those behind Java's own buffers left out; empty where the C library does not tell. */
    static OptionalLong bytes() {
        MethodHandle account = Glibc.ACCOUNT;
        if (account == null) {
            return OptionalLong.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment told = (MemorySegment) account.invokeExact((SegmentAllocator) arena);
            long used = told.getAtIndex(ValueLayout.JAVA_LONG, Glibc.USED)
                    + told.getAtIndex(ValueLayout.JAVA_LONG, Glibc.MAPPED);
            return OptionalLong.of(used - buffers());
        } catch (Throwable e) {
            throw new IllegalStateException("The C library's account of its memory can't be read", e);
        }
    }

    private static long buffers() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    private static final AtomicBoolean trimming = new AtomicBoolean();

    /**
     * Gives what is free to the operating system, soon, on a thread of its own: the C library keeps what large models have given back, and what
     * reading their files took.
     */
    static void trimSoon() {
        MethodHandle trim = Glibc.TRIM;
        if (trim != null && trimming.compareAndSet(false, true)) {
            Thread.ofPlatform().name("memory-trim").daemon().start(() -> {
                trimming.set(false);
                try {
                    int _ = (int) trim.invokeExact(0L);
                } catch (Throwable e) {
                    log.debug("Free memory could not be given back", e);
                }
            });
        }
    }
}
