package dev.holdfast.storage;

import dev.holdfast.kernel.Digest;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/** One thing at a time for each digest; some digests share a lock. */
class DigestLocks {
    private static final int COUNT = 256;

    interface Action<T> {
        T run() throws IOException;
    }

    private final ReentrantLock[] locks = new ReentrantLock[COUNT];

    DigestLocks() {
        for (int i = 0; i < COUNT; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    <T> T locked(Digest digest, Action<T> action) throws IOException {
        ReentrantLock lock = locks[Integer.parseInt(digest.hex(), 0, 2, 16)];
        lock.lock();
        try {
            return action.run();
        } finally {
            lock.unlock();
        }
    }
}
