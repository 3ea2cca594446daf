package dev.holdfast.runtime;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One buffer outside the heap for a run: native code reads it in place. Buffers are pooled, since making one costs more
 * than running a small model.
 */
final class DirectMemory implements AutoCloseable {
    private static final int POOLED = 64;
    private static final int SMALLEST = 16 * 1024;
    private static final int LARGEST_POOLED = 4 * 1024 * 1024;
    /** Bytes: what any number needs. */
    static final int ALIGNMENT = 8;

    private static final ConcurrentLinkedQueue<ByteBuffer> pool = new ConcurrentLinkedQueue<>();
    private static final AtomicInteger pooled = new AtomicInteger();

    private final ByteBuffer buffer;

    private DirectMemory(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    /** Memory for tensors of {@code bytes} together, aligned each. */
    static DirectMemory of(int bytes) {
        ByteBuffer buffer = pool.poll();
        if (buffer != null) {
            pooled.decrementAndGet();
            if (buffer.capacity() >= bytes) {
                return new DirectMemory(buffer.clear());
            }
        }
        return new DirectMemory(ByteBuffer.allocateDirect(Math.max(SMALLEST, bytes)));
    }

    /** The bytes a tensor takes here. */
    static int aligned(int bytes) {
        return Math.addExact(bytes, ALIGNMENT - 1) & -ALIGNMENT;
    }

    /** Parts of it, one behind the other; what they hold is left from before. */
    SegmentAllocator allocator() {
        return SegmentAllocator.slicingAllocator(MemorySegment.ofBuffer(buffer));
    }

    /** The same bytes outside the heap, in the machine's order. */
    ByteBuffer copy(ByteBuffer littleEndian) {
        int length = littleEndian.remaining();
        ByteBuffer slice = buffer.slice(buffer.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        slice.put(0, littleEndian, littleEndian.position(), length);
        buffer.position(Math.min(buffer.capacity(), buffer.position() + aligned(length)));
        return slice;
    }

    @Override
    public void close() {
        if (buffer.capacity() <= LARGEST_POOLED) {
            if (pooled.incrementAndGet() <= POOLED) {
                pool.offer(buffer);
            } else {
                pooled.decrementAndGet();
            }
        }
    }
}
