package dev.holdfast.monitoring;

import dev.holdfast.kernel.Ids;
import dev.holdfast.release.MonitoringSettings;
import dev.holdfast.release.PredictionRecord;
import dev.holdfast.release.Release;
import dev.holdfast.runtime.Tensor;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Counts the traffic of one release on this server, window after window. Used by one thread at a time. */
final class TrafficStream {
    private static final int LEAST_FIRST_ROWS = 1_000;
    private static final int MOST_FIRST_ROWS = 10_000;

    private final Release release;
    private final ModelFacts.Facts facts;
    private ModelReference reference;
    private List<InputColumn> columns = List.of();
    private @Nullable TrafficWindow window;
    private @Nullable Map<String, FirstRows> firstInputs;
    private @Nullable Map<String, FirstRows> firstOutputs;
    private int firstRowsWanted;
    private boolean changed;
    private PersonalData personal = PersonalData.NONE;

    TrafficStream(Release release, ModelFacts.Facts facts, ModelReference reference) {
        this.release = release;
        this.facts = facts;
        this.reference = reference;
    }

    Release release() {
        return release;
    }

    List<InputColumn> columns() {
        return columns;
    }

    PersonalData personal() {
        return personal;
    }

    OutputReader outputs(PredictionRecord prediction) {
        return new OutputReader(prediction.outputs(), prediction.rows(), facts.classes());
    }

    /** What this has closed and learnt goes there. */
    interface Listener {
        void closed(ClosedWindow window);

        void learnt(Release release, ModelReference firstRows);
    }

    /**
     * Counts all rows of a request. A window that is old enough is closed at exactly its size, be it in the middle of the request; one that is
     * too young goes on.
     */
    void count(PredictionRecord prediction, OutputReader outputs, MonitoringSettings settings, Listener listener) {
        if (!personal.isOf(settings.log())) {
            personal = new PersonalData(settings.log());
        }
        if (columns.isEmpty() || !InputColumn.fit(columns, prediction.inputs(), prediction.rows())) {
            columns = InputColumn.of(prediction.inputs(), prediction.rows());
            if (firstInputs == null) {
                collectFirstRows(outputs, settings);
            }
        }
        int from = 0;
        while (from < prediction.rows()) {
            TrafficWindow open = window;
            if (open == null) {
                open = open(prediction.at(), settings);
                window = open;
            }
            boolean mayClose = isOldEnough(open, prediction.at(), settings);
            int to = prediction.rows();
            if (mayClose) {
                to = (int) Math.clamp(from + settings.windowRows() - open.rows(), from + 1L, to);
            }
            countInputs(open, prediction, from, to);
            countOutputs(open, outputs, from, to);
            collect(prediction, outputs, from, to, listener);
            open.counted(to - from, prediction.at());
            changed = true;
            if (mayClose && open.rows() >= settings.windowRows()) {
                close(ClosedWindow.Cause.FULL, prediction.at(), listener);
            }
            from = to;
        }
    }

    private TrafficWindow open(Instant at, MonitoringSettings settings) {
        return new TrafficWindow(
                Ids.next(),
                release,
                at,
                reference.source(),
                empty(reference.inputs(), personal),
                empty(reference.outputs(), PersonalData.NONE),
                settings.ignoreFeatures());
    }

    private static Map<String, ColumnCounts> empty(Map<String, ReferenceColumn> reference, PersonalData personal) {
        Map<String, ColumnCounts> counts = new LinkedHashMap<>();
        reference.forEach((name, column) -> {
            if (!personal.includes(name)) {
                counts.put(name, new ColumnCounts(column.counts().bins()));
            }
        });
        return counts;
    }

    private void countInputs(TrafficWindow open, PredictionRecord prediction, int from, int to) {
        double[] numbers = {};
        String[] texts = {};
        for (InputColumn column : columns) {
            if (column.isFirst()) {
                Tensor tensor = Objects.requireNonNull(prediction.inputs().get(column.tensor()));
                numbers = column.text() ? numbers : tensor.doubles();
                texts = column.text() ? tensor.texts() : texts;
            }
            ColumnCounts counts = open.input(column.name());
            if (counts == null || personal.includes(column)) {
                continue;
            }
            int first = from * column.width() + column.index();
            if (column.text()) {
                for (int row = from, index = first; row < to; row++, index += column.width()) {
                    counts.add(texts[index]);
                }
            } else {
                counts.add(numbers, first, column.width(), to - from);
            }
        }
    }

    private static void countOutputs(TrafficWindow open, OutputReader outputs, int from, int to) {
        ColumnCounts labels = open.output(OutputReader.LABEL);
        ColumnCounts numbers = open.output(outputs.hasScore() ? OutputReader.SCORE : OutputReader.VALUE);
        for (int row = from; row < to; row++) {
            String predicted = labels == null ? null : outputs.predictedClass(row);
            if (labels != null && predicted != null) {
                labels.add(predicted);
            }
            if (numbers != null) {
                numbers.add(outputs.number(row));
            }
        }
    }

    private void collectFirstRows(OutputReader outputs, MonitoringSettings settings) {
        firstRowsWanted = Math.clamp(settings.windowRows(), LEAST_FIRST_ROWS, MOST_FIRST_ROWS);
        Map<String, FirstRows> inputs = new HashMap<>();
        for (InputColumn column : columns) {
            if (!reference.inputs().containsKey(column.name()) && !personal.includes(column)) {
                inputs.put(column.name(), new FirstRows(column.text(), firstRowsWanted));
            }
        }
        Map<String, FirstRows> predictions = new HashMap<>();
        if (outputs.isClassification() && !reference.outputs().containsKey(OutputReader.LABEL)) {
            predictions.put(OutputReader.LABEL, new FirstRows(true, firstRowsWanted));
        }
        if (outputs.hasScore() && !reference.outputs().containsKey(OutputReader.SCORE)) {
            predictions.put(OutputReader.SCORE, new FirstRows(false, firstRowsWanted));
        }
        if (outputs.hasValue() && !reference.outputs().containsKey(OutputReader.VALUE)) {
            predictions.put(OutputReader.VALUE, new FirstRows(false, firstRowsWanted));
        }
        firstInputs = inputs;
        firstOutputs = predictions;
    }

    private void collect(PredictionRecord prediction, OutputReader outputs, int from, int to, Listener listener) {
        Map<String, FirstRows> inputs = firstInputs;
        Map<String, FirstRows> predictions = firstOutputs;
        if (inputs == null || predictions == null || firstRowsWanted == 0) {
            return;
        }
        int upTo = Math.min(to, from + firstRowsWanted);
        for (InputColumn column : columns) {
            if (personal.includes(column)) {
                // It may have become so since: what was collected of it is not learnt.
                inputs.remove(column.name());
            }
            FirstRows values = inputs.get(column.name());
            Tensor tensor = prediction.inputs().get(column.tensor());
            for (int row = from; values != null && tensor != null && row < upTo; row++) {
                int index = row * column.width() + column.index();
                if (column.text()) {
                    values.add(tensor.texts()[index]);
                } else {
                    values.add(tensor.doubleAt(index));
                }
            }
        }
        for (int row = from; row < upTo; row++) {
            collectOutput(predictions, outputs, row);
        }
        firstRowsWanted -= upTo - from;
        if (firstRowsWanted == 0 && !(inputs.isEmpty() && predictions.isEmpty())) {
            ModelReference learnt = new ModelReference(learn(inputs), learn(predictions));
            inputs.clear();
            predictions.clear();
            reference = reference.withMissingFrom(learnt);
            listener.learnt(release, learnt);
        }
    }

    private static void collectOutput(Map<String, FirstRows> predictions, OutputReader outputs, int row) {
        FirstRows labels = predictions.get(OutputReader.LABEL);
        String predicted = labels == null ? null : outputs.predictedClass(row);
        if (labels != null && predicted != null) {
            labels.add(predicted);
        }
        FirstRows numbers = predictions.get(outputs.hasScore() ? OutputReader.SCORE : OutputReader.VALUE);
        if (numbers != null) {
            numbers.add(outputs.number(row));
        }
    }

    private static Map<String, ReferenceColumn> learn(Map<String, FirstRows> rows) {
        Map<String, ReferenceColumn> columns = new HashMap<>();
        rows.forEach((name, values) ->
                columns.put(name, ReferenceColumn.of(name, ReferenceSource.FIRST_ROWS, null, values.toBins(), null)));
        return columns;
    }

    /** Closes the window if it is older than it may be, or has got old enough after it was full. */
    void closeIfDue(Instant now, MonitoringSettings settings, Listener listener) {
        TrafficWindow open = window;
        if (open == null) {
            return;
        }
        if (open.rows() >= settings.windowRows() && isOldEnough(open, now, settings)) {
            close(ClosedWindow.Cause.FULL, now, listener);
        } else if (!open.openedAt().plus(settings.maxWindowAge()).isAfter(now)) {
            close(ClosedWindow.Cause.AGE, now, listener);
        }
    }

    private static boolean isOldEnough(TrafficWindow open, Instant now, MonitoringSettings settings) {
        return !open.openedAt().plus(settings.minWindowAge()).isAfter(now);
    }

    void close(ClosedWindow.Cause cause, Instant at, Listener listener) {
        TrafficWindow open = window;
        if (open != null) {
            window = null;
            changed = false;
            listener.closed(new ClosedWindow(open, reference, cause, at));
        }
    }

    /** A copy of the open window if it has counted something since the last call. */
    @Nullable
    TrafficWindow snapshot() {
        TrafficWindow open = window;
        if (open == null || !changed) {
            return null;
        }
        changed = false;
        return open.copy();
    }

    @Nullable
    Instant openedAt() {
        return window == null ? null : window.openedAt();
    }
}
