package dev.holdfast.idempotency;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An endpoint that honours {@code Idempotency-Key}.
 *
 * <p>With a key, the whole handler runs in one transaction, which keeps its answer too: both are there, or neither. A handler that can't work
 * so (it waits, loads a model, flips what is in memory) takes a {@link RequestKey} as an argument, and has {@link RequestKeys#remember}
 * called in the transaction that has the effect.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Idempotent {
    /** Whether the request or its answer holds a secret: only keys that are hard to guess are taken then, as they seal what is kept. */
    boolean secret() default false;
}
