package dev.holdfast.runtime;

import java.util.function.BooleanSupplier;

/**
 * What a model is loaded for.
 *
 * @param mayUnload what may go for it
 * @param waits asked again and again while there is no room: whether it waits on
 */
record RoomNeed(MayUnload mayUnload, BooleanSupplier waits) {
    /** To be looked at, and closed: it would be odd if nothing could be registered because everything registered is in memory. */
    static final RoomNeed CHECK = new RoomNeed(MayUnload.IDLE, () -> false);
    /** To answer. */
    static final RoomNeed ANSWER = CHECK;
    /** To answer when it is asked, which may be never. */
    static final RoomNeed ON_DEMAND = new RoomNeed(MayUnload.KEPT_WARM, () -> false);
    /** To be there if it is needed. */
    static final RoomNeed WARM = new RoomNeed(MayUnload.NOTHING, () -> false);

    /** To answer those who wait for it. */
    static RoomNeed answer(BooleanSupplier waits) {
        return new RoomNeed(MayUnload.IDLE, waits);
    }
}
