package dev.holdfast.release;

import org.jspecify.annotations.Nullable;

/** Takes every prediction that was answered, and hears of those that failed. */
public interface PredictionSink {
    /** Never blocks, never throws: what can't be taken is dropped and counted. Called on the thread that serves. */
    void accept(PredictionRecord prediction);

    /**
     * A release failed on a request by its own fault or the server's, not by the caller's.
     *
     * @param arm the arm of the traffic policy that it was asked for; absent where there was no policy
     */
    default void failed(Release release, @Nullable String arm) {}

    /** A request for a deployment that there is got no prediction, by whosever fault. Never blocks, never throws. */
    default void unanswered(UnansweredPrediction prediction) {}
}
