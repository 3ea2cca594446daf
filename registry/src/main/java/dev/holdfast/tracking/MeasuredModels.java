package dev.holdfast.tracking;

import java.util.List;

/** Keeps the figures of logged models. */
interface MeasuredModels {
    /**
     * Keeps, in the current transaction, those points that are figures of a logged model, beside the run's own.
     *
     * @param points checked; some may be of no model
     */
    void measured(RunKey run, List<MetricPoint> points);

    /**
     * A run by its rows.
     *
     * @param id the run's row
     * @param experiment the experiment's row, which is its number
     */
    record RunKey(long id, long experiment) {}
}
