package dev.holdfast.pipeline;

import dev.holdfast.background.Cancellation;
import dev.holdfast.dataset.Column;
import dev.holdfast.dataset.ColumnType;
import dev.holdfast.dataset.ColumnarTable;
import dev.holdfast.dataset.DatasetFormat;
import dev.holdfast.dataset.Datasets;
import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.model.ModelSignature;
import dev.holdfast.model.TensorSpec;
import dev.holdfast.model.TensorType;
import dev.holdfast.runtime.LoadedModel;
import dev.holdfast.runtime.Tensor;
import dev.holdfast.training.Evaluation;
import dev.holdfast.training.EvaluationReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Scores rows with a model by the runtime that serves it, so that what is judged is what will answer. */
@Component("pipelineScorer")
class Scorer {
    private static final int BATCH = 1024;
    private final Datasets datasets;

    Scorer(Datasets datasets) {
        this.datasets = datasets;
    }

    /** What is to be scored: a table with the truth in {@code label}. */
    record Rows(Path file, DatasetFormat format, String label) {}

    /**
     * Predictions, row by row.
     *
     * @param labels the predicted classes; empty for regression
     * @param probabilities row × class; empty where the model gives none, and for regression
     * @param values the predicted numbers; empty for classification
     */
    @SuppressWarnings("ArrayRecordComponent") // Many rows; nobody compares or changes them.
    record Predictions(String[] labels, float[][] probabilities, double[] values) {}

    /** The columns that the model needs and the table lacks, or has in another type. */
    List<FieldError> misfits(ModelSignature signature, Rows rows) {
        Map<String, ColumnType> types = types(rows);
        List<FieldError> errors = new ArrayList<>();
        for (TensorSpec input : signature.inputs()) {
            ColumnType type = types.get(input.name());
            if (type == null) {
                errors.add(new FieldError(input.name(), null, "is an input of the model and no column of the rows."));
            } else if ((input.datatype() == TensorType.BYTES) != (type == ColumnType.STRING)) {
                errors.add(new FieldError(
                        input.name(),
                        type.name().toLowerCase(java.util.Locale.ROOT),
                        "is " + (input.datatype() == TensorType.BYTES ? "a text" : "a number")
                                + " to the model and not in the rows."));
            }
        }
        return errors;
    }

    /** Scores and judges. */
    EvaluationReport evaluate(
            LoadedModel model, boolean classification, List<String> classes, Rows rows, Cancellation cancellation) {
        Predictions predictions = predict(model, classification, rows, cancellation);
        ColumnarTable.ColumnData truth =
                datasets.read(rows.file(), rows.format(), List.of(rows.label())).column(rows.label());
        if (!classification) {
            if (!(truth instanceof ColumnarTable.Numeric numbers)) {
                throw ProblemException.invalid(
                        "label", rows.label(), "holds texts, and the model predicts numbers; name the right rows.");
            }
            return Evaluation.regression(numbers.values(), predictions.values());
        }
        boolean logical = types(rows).get(rows.label()) == ColumnType.BOOLEAN;
        return Evaluation.classification(
                truth(truth, rows.label(), logical), classes, predictions.probabilities(), predictions.labels());
    }

    /** Scores in batches. */
    Predictions predict(LoadedModel model, boolean classification, Rows rows, Cancellation cancellation) {
        List<FieldError> misfits = misfits(model.signature(), rows);
        if (!misfits.isEmpty()) {
            throw ProblemException.invalid(misfits);
        }
        List<TensorSpec> inputs = model.signature().inputs();
        ColumnarTable table = datasets.read(
                rows.file(),
                rows.format(),
                inputs.stream().map(TensorSpec::name).toList());
        int count = table.rows();
        String[] labels = new String[classification ? count : 0];
        float[][] probabilities = new float[0][];
        double[] values = new double[classification ? 0 : count];
        for (int from = 0; from < count; from += BATCH) {
            cancellation.check();
            int to = Math.min(count, from + BATCH);
            Map<String, Tensor> batch = new LinkedHashMap<>();
            for (TensorSpec input : inputs) {
                batch.put(input.name(), tensor(table.column(input.name()), input, from, to));
            }
            Map<String, Tensor> outputs = model.run(batch);
            if (classification) {
                Tensor label = output(outputs, "label");
                for (int row = from; row < to; row++) {
                    labels[row] = label.textAt(row - from);
                }
                Tensor scores = outputs.get("probabilities");
                if (scores != null) {
                    probabilities = from == 0 ? new float[count][] : probabilities;
                    float[] flat = scores.floats();
                    int width = scores.rowElements();
                    for (int row = from; row < to; row++) {
                        probabilities[row] = Arrays.copyOfRange(flat, (row - from) * width, (row - from + 1) * width);
                    }
                }
            } else {
                double[] numbers = output(outputs, "prediction").doubles();
                System.arraycopy(numbers, 0, values, from, to - from);
            }
        }
        return new Predictions(labels, probabilities, values);
    }

    private Map<String, ColumnType> types(Rows rows) {
        Map<String, ColumnType> types = new LinkedHashMap<>();
        for (Column column : datasets.columns(rows.file(), rows.format())) {
            types.put(column.name(), column.type());
        }
        return types;
    }

    private static Tensor output(Map<String, Tensor> outputs, String name) {
        Tensor output = outputs.get(name);
        if (output == null) {
            throw ProblemException.invalid(
                    "model",
                    String.join(", ", outputs.keySet()),
                    "has no output '" + name + "'; only models of the train step's form can be evaluated.");
        }
        return output;
    }

    private static Tensor tensor(ColumnarTable.ColumnData column, TensorSpec input, int from, int to) {
        return switch (column) {
            case ColumnarTable.Numeric numbers -> {
                float[] values = new float[to - from];
                for (int row = from; row < to; row++) {
                    values[row - from] = (float) numbers.values()[row];
                }
                yield Tensor.column(input.name(), values);
            }
            case ColumnarTable.Text texts -> {
                String[] values = new String[to - from];
                for (int row = from; row < to; row++) {
                    String value = texts.values()[row];
                    values[row - from] = value == null ? "" : value;
                }
                yield Tensor.column(input.name(), values);
            }
        };
    }

    /** The truth in the words in which the model names its classes. */
    private static String[] truth(ColumnarTable.ColumnData column, String label, boolean logical) {
        String[] truth = switch (column) {
            case ColumnarTable.Text texts ->
                Arrays.stream(texts.values())
                        .map(value -> required(value, label))
                        .toArray(String[]::new);
            case ColumnarTable.Numeric numbers ->
                Arrays.stream(numbers.values())
                        .mapToObj(value -> className(value, label, logical))
                        .toArray(String[]::new);
        };
        return truth;
    }

    private static String className(double value, String label, boolean logical) {
        if (Double.isNaN(value)) {
            required(null, label);
        }
        if (logical) {
            return String.valueOf(value != 0);
        }
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private static String required(@Nullable String value, String label) {
        if (value == null) {
            throw ProblemException.invalid(
                    "label", label, "is missing in some rows; leave them out in an sql step before the evaluation.");
        }
        return value;
    }
}
