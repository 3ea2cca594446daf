package dev.holdfast.release;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.holdfast.kernel.Digest;
import dev.holdfast.model.TensorType;
import dev.holdfast.runtime.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment's releases answered, by release and inputs; what is asked for least goes first. All outputs are kept, whichever
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

    private final long maxBytes;
    private final Cache<Key, Map<String, Tensor>> answers;

    AnswerCache(long maxBytes) {
        this.maxBytes = maxBytes;
        answers = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((Key key, Map<String, Tensor> outputs) -> Math.toIntExact(size(outputs)))
                .executor(Runnable::run)
                .build();
    }

    private static long size(Map<String, Tensor> outputs) {
        long size = BYTES_OF_AN_ENTRY;
        for (Tensor output : outputs.values()) {
            size += output.sizeBytes();
        }
        return size;
    }

    long maxBytes() {
        return maxBytes;
    }

    /** What was answered to it before; null where nothing is known. */
    @Nullable
    Map<String, Tensor> find(Key key) {
        return answers.getIfPresent(key);
    }

    /** Keeps an answer, which nobody may change any more. */
    void keep(Key key, Map<String, Tensor> outputs) {
        if (size(outputs) <= Math.min(maxBytes / LARGEST_PART, Integer.MAX_VALUE)) {
            answers.put(key, outputs);
        }
    }

    void clear() {
        answers.invalidateAll();
    }

    /** Bytes that it takes, about. */
    long bytes() {
        return answers.policy().eviction().orElseThrow().weightedSize().orElse(0);
    }
}
