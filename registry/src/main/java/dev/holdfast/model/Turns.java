package dev.holdfast.model;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/** Locks within this process, one for a share of all names. */
class Turns {
    private static final int SHARES = 64;

    private final Lock[] locks =
            IntStream.range(0, SHARES).mapToObj(i -> new ReentrantLock(true)).toArray(Lock[]::new);

    Lock of(String name) {
        return locks[Math.floorMod(name.hashCode(), SHARES)];
    }
}
