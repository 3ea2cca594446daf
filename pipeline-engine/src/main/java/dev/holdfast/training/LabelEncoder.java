package dev.holdfast.training;

import dev.holdfast.kernel.ProblemException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is predicted: which form the label has, and each row's value as a number.
 *
 * @param column the label's column
 * @param task classification or regression
 * @param classes in ascending order; empty for regression
 * @param integers whether the classes are whole numbers and go out as such
 */
record LabelEncoder(String column, Task task, List<String> classes, boolean integers) {
    static final int MOST_CLASSES = 100;
    private static final int MOST_CLASSES_BY_ITSELF = 20;
    private static final double LARGEST_EXACT = 0x1p53;

    /**
     * The rows that have a label, and their labels: the class's position or the number.
     *
     * @param rows positions in the table, ascending
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Labels(int[] rows, double[] values) {}

    static LabelEncoder fit(TrainingTable table, TrainingSpec spec) {
        TrainingColumn column = table.column(spec.label())
                .orElseThrow(() -> ProblemException.invalid(
                        "label", spec.label(), "is not a column of the data; it has " + Columns.names(table)));
        Task task = task(column, spec);
        if (task == Task.REGRESSION) {
            requireNumbers(column);
            return new LabelEncoder(column.name(), task, List.of(), false);
        }
        List<String> classes = classes(column);
        if (classes.size() < 2) {
            String found = classes.isEmpty() ? "no value at all" : "only the class \"" + classes.getFirst() + "\"";
            throw ProblemException.invalid(
                    "label", column.name(), "has " + found + "; a classifier needs rows of at least two classes");
        }
        if (classes.size() > MOST_CLASSES) {
            throw ProblemException.invalid(
                    "label",
                    column.name(),
                    "has " + classes.size() + " distinct values; a classifier takes at most " + MOST_CLASSES
                            + ": group them, or train a regression");
        }
        boolean integers = column instanceof NumericColumn numeric && !numeric.logical();
        return new LabelEncoder(column.name(), task, classes, integers);
    }

    /** Rows whose label is missing, infinite or of a class that is not known are left out. */
    Labels encode(TrainingTable table) {
        TrainingColumn label = table.column(column)
                .orElseThrow(() -> ProblemException.invalid(
                        "label", column, "is not a column of the data; it has " + Columns.names(table)));
        Map<String, Integer> index = new HashMap<>();
        for (int position = 0; position < classes.size(); position++) {
            index.put(classes.get(position), position);
        }
        int[] rows = new int[table.rows()];
        double[] values = new double[table.rows()];
        int count = 0;
        for (int row = 0; row < table.rows(); row++) {
            double value = task == Task.REGRESSION ? number(label, row) : code(label, row, index);
            if (!Double.isNaN(value)) {
                rows[count] = row;
                values[count++] = value;
            }
        }
        return new Labels(Arrays.copyOf(rows, count), Arrays.copyOf(values, count));
    }

    private static Task task(TrainingColumn column, TrainingSpec spec) {
        Task fixed = spec.algorithm() == Algorithm.LOGISTIC_REGRESSION
                ? Task.CLASSIFICATION
                : spec.algorithm() == Algorithm.LINEAR_REGRESSION ? Task.REGRESSION : Task.AUTO;
        if (fixed != Task.AUTO && spec.task() != Task.AUTO && spec.task() != fixed) {
            throw ProblemException.invalid(
                    "task",
                    Wire.name(spec.task()),
                    "does not fit " + Wire.name(spec.algorithm()) + ", which does " + Wire.name(fixed));
        }
        if (spec.task() != Task.AUTO) {
            return spec.task();
        }
        if (fixed != Task.AUTO) {
            return fixed;
        }
        return switch (column) {
            case CategoricalColumn _ -> Task.CLASSIFICATION;
            case NumericColumn numeric ->
                numeric.logical() || fewWholeNumbers(numeric) ? Task.CLASSIFICATION : Task.REGRESSION;
        };
    }

    private static boolean fewWholeNumbers(NumericColumn column) {
        TreeSet<Double> distinct = new TreeSet<>();
        for (double value : column.values()) {
            if (Double.isFinite(value)) {
                distinct.add(value);
                if (value != Math.rint(value) || distinct.size() > MOST_CLASSES_BY_ITSELF) {
                    return false;
                }
            }
        }
        return !distinct.isEmpty();
    }

    private static List<String> classes(TrainingColumn column) {
        return switch (column) {
            case CategoricalColumn texts -> {
                TreeSet<String> distinct = new TreeSet<>();
                for (String value : texts.values()) {
                    if (Columns.present(value)) {
                        distinct.add(value);
                    }
                }
                yield List.copyOf(distinct);
            }
            case NumericColumn numbers -> {
                TreeSet<Double> distinct = new TreeSet<>();
                for (double value : numbers.values()) {
                    if (Double.isFinite(value)) {
                        if (value != Math.rint(value) || Math.abs(value) > LARGEST_EXACT) {
                            throw ProblemException.invalid(
                                    "label",
                                    numbers.name(),
                                    "holds " + value + ", and classes are texts, booleans or whole numbers;"
                                            + " train a regression, or make classes of it first");
                        }
                        distinct.add(value + 0.0); // -0 and 0 are one class.
                    }
                }
                yield distinct.stream()
                        .map(value -> className(value, numbers.logical()))
                        .toList();
            }
        };
    }

    private static String className(double value, boolean logical) {
        return logical ? String.valueOf(value != 0) : Long.toString((long) value);
    }

    private static void requireNumbers(TrainingColumn column) {
        if (!(column instanceof NumericColumn numbers)) {
            throw ProblemException.invalid(
                    "label", column.name(), "holds texts, and a regression predicts numbers; train a classifier");
        }
        double first = Double.NaN;
        boolean varies = false;
        for (double value : numbers.values()) {
            if (Double.isFinite(value)) {
                if (Float.isInfinite((float) value)) {
                    throw ProblemException.invalid(
                            "label", column.name(), "holds " + value + ", beyond 32-bit floats; scale it down");
                }
                first = Double.isNaN(first) ? value : first;
                varies |= value != first;
            }
        }
        if (!varies) {
            String found = Double.isNaN(first) ? "no value at all" : "the same value, " + first + ", in every row";
            throw ProblemException.invalid(
                    "label", column.name(), "has " + found + "; a regression needs a label that varies");
        }
    }

    private static double number(TrainingColumn label, int row) {
        return label instanceof NumericColumn numbers && Double.isFinite(numbers.values()[row])
                ? numbers.values()[row]
                : Double.NaN;
    }

    private static double code(TrainingColumn label, int row, Map<String, Integer> index) {
        @Nullable
        String name = switch (label) {
            case CategoricalColumn texts -> texts.values()[row];
            case NumericColumn numbers -> {
                double value = numbers.values()[row];
                yield Double.isFinite(value) ? className(value, numbers.logical()) : null;
            }
        };
        Integer position = name == null ? null : index.get(name);
        return position == null ? Double.NaN : position;
    }
}
