package dev.holdfast.training;

import org.jspecify.annotations.Nullable;

/** Trains a model from a table. */
@SuppressWarnings("DoNotCallSuggester")
public final class Trainers {
    private Trainers() {}

    /** As {@link #train(TrainingTable, TrainingTable, TrainingSpec, Progress)} without validation rows. */
    public static TrainedModel train(TrainingTable table, TrainingSpec spec, Progress progress) {
        return train(table, null, spec, progress);
    }

    /**
     * Trains.
     *
     * @param table the training rows
     * @param validation rows that are only measured on, per step, and that early stopping goes by; needs the same columns
     * @param spec what to train
     * @param progress who follows
     * @throws dev.holdfast.kernel.ProblemException if table or spec cannot be trained on: field, value and what to do
     * @throws java.util.concurrent.CancellationException if {@code progress} says that the training is cancelled
     */
    public static TrainedModel train(
            TrainingTable table, @Nullable TrainingTable validation, TrainingSpec spec, Progress progress) {
        throw new UnsupportedOperationException();
    }
}
