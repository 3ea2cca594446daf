package dev.holdfast.runtime;

/** What may be unloaded to make room for a model. */
public enum MayUnload {
    NOTHING,
    /** What answers nobody and is only there for a rollback. */
    KEPT_WARM,
    /** Also what answers, where no request is with it now: it comes back when it is asked. */
    IDLE
}
