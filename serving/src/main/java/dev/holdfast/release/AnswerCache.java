package dev.holdfast.release;

import dev.holdfast.kernel.Digest;
import dev.holdfast.model.TensorType;
import dev.holdfast.runtime.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment's releases answered, by release and inputs; what was not asked for longest goes first. All outputs are kept, whichever
 * the caller wanted, so that callers with different wishes share them.
 */
final class AnswerCache {
    private static final int BYTES_OF_AN_ENTRY = 256;
    /** One answer takes no more than this part of all. */
    private static final int LARGEST_PART = 8;

    /** A release and the digest of inputs: their names, types, shapes and values, whatever form they came in. */
    record Key(int release, long a, long b, long c, long d) {
        static Key of(int release, Map<String, Tensor> inputs) {
            MessageDigest sum = Digest.sha256();
            for (Tensor tensor : new TreeMap<>(inputs).values()) {
                text(sum, tensor.name());
                long[] shape = tensor.shape();
                text(sum, tensor.datatype().wireName());
                ByteBuffer head = ByteBuffer.allocate(Integer.BYTES + Long.BYTES * shape.length)
                        .putInt(shape.length);
                for (long extent : shape) {
                    head.putLong(extent);
                }
                sum.update(head.flip());
                if (tensor.datatype() == TensorType.BYTES) {
                    for (String text : tensor.texts()) {
                        text(sum, text);
                    }
                } else {
                    sum.update(tensor.bytes());
                }
            }
            ByteBuffer digest = ByteBuffer.wrap(sum.digest());
            return new Key(release, digest.getLong(), digest.getLong(), digest.getLong(), digest.getLong());
        }

        private static void text(MessageDigest sum, String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            sum.update(ByteBuffer.allocate(Integer.BYTES).putInt(utf8.length).flip());
            sum.update(utf8);
        }
    }

    private record Entry(Map<String, Tensor> outputs, long bytes) {}

    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    AnswerCache(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    long maxBytes() {
        return maxBytes;
    }

    /** What was answered to it before; null where nothing is known. */
    @Nullable
    Map<String, Tensor> find(Key key) {
        lock.lock();
        try {
            Entry found = entries.get(key);
            return found == null ? null : found.outputs();
        } finally {
            lock.unlock();
        }
    }

    /** Keeps an answer, which nobody may change any more. */
    void keep(Key key, Map<String, Tensor> outputs) {
        long size = BYTES_OF_AN_ENTRY;
        for (Tensor output : outputs.values()) {
            size += output.sizeBytes();
        }
        if (size > maxBytes / LARGEST_PART) {
            return;
        }
        lock.lock();
        try {
            Entry before = entries.put(key, new Entry(outputs, size));
            bytes += size - (before == null ? 0 : before.bytes());
            for (Iterator<Entry> oldest = entries.values().iterator(); bytes > maxBytes; ) {
                bytes -= oldest.next().bytes();
                oldest.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    void clear() {
        lock.lock();
        try {
            entries.clear();
            bytes = 0;
        } finally {
            lock.unlock();
        }
    }

    /** Bytes that it takes, about. */
    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }
}
