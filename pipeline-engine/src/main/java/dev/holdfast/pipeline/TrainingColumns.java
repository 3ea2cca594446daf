package dev.holdfast.pipeline;

import dev.holdfast.dataset.Column;
import dev.holdfast.dataset.ColumnType;
import dev.holdfast.dataset.ColumnarTable;
import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.training.CategoricalColumn;
import dev.holdfast.training.NumericColumn;
import dev.holdfast.training.TrainingColumn;
import dev.holdfast.training.TrainingTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of a table a train step uses.
 *
 * @param features in the order of the table, or of the definition where it names them
 */
record TrainingColumns(String label, List<String> features, Map<String, ColumnType> types) {

    /**
     * Chooses, or says everything that does not fit.
     *
     * @param orderBy the column that the hold-out goes by, or {@link StepSpec.Holdout#FILE_ORDER}; absent for a random one
     * @param say told what is left out without being asked
     */
    static TrainingColumns choose(
            StepSpec.Train spec, @Nullable String orderBy, List<Column> columns, Consumer<String> say) {
        Map<String, ColumnType> types = new LinkedHashMap<>();
        columns.forEach(column -> types.put(column.name(), column.type()));
        List<FieldError> errors = new ArrayList<>();
        require(errors, types, spec, "label", spec.label());
        spec.exclude().forEach(name -> require(errors, types, spec, "exclude", name));
        spec.features().forEach(name -> require(errors, types, spec, "features", name));
        boolean byColumn = false;
        if (orderBy != null && !orderBy.equals(StepSpec.Holdout.FILE_ORDER)) {
            byColumn = true;
            require(errors, types, spec, "holdout.order_by", orderBy);
        }
        ColumnType labelType = types.get(spec.label());
        if (labelType == ColumnType.TIMESTAMP || labelType == ColumnType.DATE || labelType == ColumnType.OTHER) {
            errors.add(new FieldError(
                    field(spec, "label"),
                    spec.label(),
                    "is a column of type " + name(labelType) + "; turn it into a number or a text in an sql step."));
        }
        List<String> features = new ArrayList<>();
        if (spec.features().isEmpty()) {
            for (Column column : columns) {
                boolean ordering = column.name().equals(orderBy) && byColumn;
                if (column.name().equals(spec.label())
                        || ordering
                        || spec.exclude().contains(column.name())) {
                    continue;
                }
                if (usable(column.type())) {
                    features.add(column.name());
                } else {
                    say.accept("Column " + column.name() + " is left out: a model takes numbers and texts, and it is "
                            + name(column.type()) + ". Make a number of it in an sql step to learn from it.");
                }
            }
        } else {
            for (String name : spec.features()) {
                ColumnType type = types.get(name);
                if (type != null && !usable(type)) {
                    errors.add(new FieldError(
                            field(spec, "features"),
                            name,
                            "is a column of type " + name(type) + "; turn it into a number or a text in an sql step."));
                }
                features.add(name);
            }
        }
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
        return new TrainingColumns(spec.label(), features, types);
    }

    /** All columns that training reads. */
    List<String> all() {
        List<String> all = new ArrayList<>(features);
        all.add(label);
        return all;
    }

    TrainingTable toTable(ColumnarTable table) {
        List<TrainingColumn> columns = new ArrayList<>();
        for (ColumnarTable.ColumnData column : table.columns()) {
            columns.add(
                    switch (column) {
                        case ColumnarTable.Numeric numbers ->
                            new NumericColumn(
                                    numbers.name(), numbers.values(), types.get(numbers.name()) == ColumnType.BOOLEAN);
                        case ColumnarTable.Text texts -> new CategoricalColumn(texts.name(), texts.values());
                    });
        }
        return new TrainingTable(columns, table.rows());
    }

    private static boolean usable(ColumnType type) {
        return switch (type) {
            case BOOLEAN, INTEGER, FLOAT, STRING -> true;
            case TIMESTAMP, DATE, OTHER -> false;
        };
    }

    private static void require(
            List<FieldError> errors, Map<String, ColumnType> types, StepSpec.Train spec, String key, String column) {
        if (!types.containsKey(column)) {
            errors.add(new FieldError(
                    field(spec, key),
                    column,
                    "is not a column of " + spec.data().text() + "; "
                            + DefinitionErrors.suggestion(column, List.copyOf(types.keySet()))));
        }
    }

    private static String field(StepSpec.Train spec, String key) {
        return "steps." + spec.name() + "." + key;
    }

    private static String name(ColumnType type) {
        return type.name().toLowerCase(java.util.Locale.ROOT);
    }
}
