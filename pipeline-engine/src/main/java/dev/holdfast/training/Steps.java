package dev.holdfast.training;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Collects the figures of each step and passes them on; stops the trainer where asked to. */
final class Steps {
    private final Progress progress;
    private final List<StepMetric> metrics = new ArrayList<>();

    Steps(Progress progress) {
        this.progress = progress;
    }

    void record(String key, int step, double value) {
        StepMetric metric = new StepMetric(key, step, value);
        metrics.add(metric);
        progress.metric(metric);
    }

    void message(String text) {
        progress.message(text);
    }

    void stopIfCancelled() {
        if (progress.cancelled()) {
            throw new CancellationException("The training was cancelled");
        }
    }

    List<StepMetric> metrics() {
        return List.copyOf(metrics);
    }
}
