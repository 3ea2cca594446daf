package dev.holdfast.runtime;

import java.util.OptionalLong;

/** What native libraries take of this process's memory, for tests of other packages. */
public final class NativeAccount {
    private NativeAccount() {}

    /** Bytes; empty where the C library does not tell. */
    public static OptionalLong bytes() {
        return NativeMemory.bytes();
    }
}
