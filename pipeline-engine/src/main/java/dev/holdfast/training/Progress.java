package dev.holdfast.training;

/** Who follows a training while it goes on. Called by the training thread. */
public interface Progress {
    /** Something that the user should know, one sentence: a dropped column, how far the training is. */
    void message(String text);

    /** A figure of the step that has just ended. */
    default void metric(StepMetric metric) {}

    /** Asked between steps: true makes the trainer stop with a {@link java.util.concurrent.CancellationException}. */
    default boolean cancelled() {
        return false;
    }

    /** Nobody follows. */
    static Progress none() {
        return text -> {};
    }
}
