package dev.holdfast.runtime;

/** When a model comes into memory, and what may be unloaded for it. */
public enum Keeping {
    /** Now, for requests: what is only kept warm and models that nobody asks just now may go for it. */
    NOW,
    /** Now where there is room or only what is kept warm has to go; else with the first request. */
    ON_DEMAND,
    /** Now where there is room without unloading anything. */
    WARM
}
