package dev.holdfast.tracking;

import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Experiments and runs. */
@Service
public class Runs {
    public Experiment createExperiment(String name, Map<String, String> tags, Actor actor) {
        throw new UnsupportedOperationException();
    }

    public Experiment experiment(String name) {
        throw new UnsupportedOperationException();
    }

    public Page<Experiment> experiments(PageRequest page) {
        throw new UnsupportedOperationException();
    }

    /** Starts a run; its experiment is made where it does not exist. */
    public Run start(RunStart start, Actor actor) {
        throw new UnsupportedOperationException();
    }

    public void logParams(String runId, Map<String, String> params) {
        throw new UnsupportedOperationException();
    }

    public void logMetrics(String runId, List<Metric> metrics) {
        throw new UnsupportedOperationException();
    }

    public void setTags(String runId, Map<String, String> tags) {
        throw new UnsupportedOperationException();
    }

    public void logInput(String runId, DatasetInput input) {
        throw new UnsupportedOperationException();
    }

    /**
     * Changes the run's state.
     *
     * @param endTime now where it is absent and {@code status} is an end
     */
    public Run finish(String runId, RunStatus status, @Nullable Instant endTime, Actor actor) {
        throw new UnsupportedOperationException();
    }

    public Run get(String runId) {
        throw new UnsupportedOperationException();
    }

    /** The runs of an experiment, the newest first. */
    public Page<Run> search(String experiment, PageRequest page) {
        throw new UnsupportedOperationException();
    }

    /** Every point of a metric, by timestamp, step and value. */
    public Page<Metric> history(String runId, String key, PageRequest page) {
        throw new UnsupportedOperationException();
    }
}
