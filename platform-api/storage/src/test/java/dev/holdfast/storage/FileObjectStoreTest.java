package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileObjectStoreTest extends ObjectStoreContract {
    @Override
    ObjectStore newStore(Path home) throws IOException {
        return new FileObjectStore(home.resolve("objects"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../outside", "a/../../b", "/etc/passwd", "a//b", "", ".hidden", "a/.incoming-1", "a\\b", "a b"})
    void keysCanNotLeaveTheDirectory(String key) throws IOException {
        ObjectStore store = newStore(home);

        assertThatThrownBy(() -> store.size(key)).isInstanceOf(IllegalArgumentException.class);
    }

    /** A stream longer than the heap: what is stored is never held in memory. */
    @Test
    void aBodyLargerThanTheHeapIsStored() throws IOException {
        long size = Runtime.getRuntime().maxMemory() + 64L * 1024 * 1024;

        Blob blob = blobs().write(new Zeros(size));

        assertThat(blob.sizeBytes()).isEqualTo(size);
        assertThat(blobs().exists(blob.digest())).isTrue();
    }

    /** So many zero bytes. */
    static final class Zeros extends InputStream {
        private long left;

        Zeros(long size) {
            this.left = size;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int count = (int) Math.min(length, left);
            java.util.Arrays.fill(buffer, offset, offset + count, (byte) 0);
            left -= count;
            return count;
        }
    }
}
