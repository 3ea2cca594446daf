package dev.holdfast.runtime;

import dev.holdfast.kernel.Digest;
import java.io.IOException;

/** A file in the store is not what was registered. */
final class DamagedFile extends IOException {
    private final transient Digest wanted;
    private final transient Digest found;

    DamagedFile(Digest wanted, Digest found) {
        super("A file has the digest " + found + ", not " + wanted);
        this.wanted = wanted;
        this.found = found;
    }

    Digest wanted() {
        return wanted;
    }

    Digest found() {
        return found;
    }
}
