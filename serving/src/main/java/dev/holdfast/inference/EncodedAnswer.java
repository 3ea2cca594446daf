package dev.holdfast.inference;

import java.util.UUID;

/** An answer as it goes over the wire. */
public final class EncodedAnswer {
    private final UUID predictionId;
    private final byte[] json;

    EncodedAnswer(UUID predictionId, byte[] json) {
        this.predictionId = predictionId;
        this.json = json;
    }

    /** What the truth is sent by later. */
    public UUID predictionId() {
        return predictionId;
    }

    /** UTF-8; not a copy. */
    public byte[] json() {
        return json;
    }
}
