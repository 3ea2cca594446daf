package dev.holdfast.release;

/** Takes every prediction that was answered. */
public interface PredictionSink {
    /** Never blocks, never throws: what can't be taken is dropped and counted. Called on the thread that serves. */
    void accept(PredictionRecord prediction);
}
