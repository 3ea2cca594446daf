package dev.holdfast.inference;

/** The port for predictions, which is opened beside the rest of the start. */
public interface InferencePort {
    /**
     * The port that is listened on, as soon as it is; -1 where there is none.
     *
     * @throws IllegalStateException where it could not be opened and must be
     */
    int port();
}
