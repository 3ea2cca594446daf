package dev.holdfast.training;

/**
 * A figure of one training step.
 *
 * @param key for example {@code train_log_loss} or {@code validation_rmse}
 * @param step the boosting round or solver iteration, from 0
 * @param value the figure
 */
public record StepMetric(String key, int step, double value) {}
