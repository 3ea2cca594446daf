package dev.holdfast.release;

import org.jspecify.annotations.Nullable;

/** What came with a request beside its body: HTTP headers or gRPC metadata. */
@FunctionalInterface
public interface RequestHeaders {
    /** No headers. */
    RequestHeaders NONE = name -> null;

    /** The first value; null where there is none. {@code name} in any case. */
    @Nullable
    String first(String name);
}
