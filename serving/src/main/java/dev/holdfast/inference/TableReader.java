package dev.holdfast.inference;

import dev.holdfast.model.ModelVersion;
import dev.holdfast.runtime.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads tables of MLflow's scoring protocol into the columns that a model takes; columns that it does not take are left out. */
final class TableReader {
    private final ModelColumns model;
    private int rows;

    private TableReader(ModelColumns model) {
        this.model = model;
    }

    /** {@code {"columns": […], "index": […], "data": [[…], …]}}; the scanner stands before it. */
    static Map<String, Tensor> split(JsonScanner json, String deployment, ModelVersion version) {
        if (json.peek() != '{') {
            throw new BadValue("Dataframe split format must be a dictionary. Got " + kind(json));
        }
        List<String> names = null;
        int data = -1;
        Set<String> keys = new LinkedHashSet<>();
        json.beginObject();
        while (json.nextField()) {
            keys.add(json.field());
            if (json.field().equals("columns")) {
                names = names(json);
                continue;
            }
            if (json.field().equals("data")) {
                json.peek();
                data = json.position();
            }
            json.skip();
        }
        int end = json.position();
        if (data < 0 || !Set.of("columns", "index", "data").containsAll(keys)) {
            throw new BadValue(
                    "Dataframe split format must have 'data' field and optionally 'columns' and 'index' fields. Got "
                            + keys);
        }
        json.seek(data);
        if (names == null) {
            names = positions(json, deployment, version);
            json.seek(data);
        }
        TableReader reader = new TableReader(ModelColumns.of(deployment, version, names));
        reader.rows(json, names);
        json.seek(end);
        return reader.tensors();
    }

    /** {@code [{column: value, …}, …]}; the scanner stands before it. */
    static Map<String, Tensor> records(JsonScanner json, String deployment, ModelVersion version) {
        if (json.peek() != '[') {
            throw new BadValue("Dataframe records format must be a list of records. Got " + kind(json));
        }
        int start = json.position();
        TableReader reader = new TableReader(ModelColumns.of(deployment, version, fieldsOfFirst(json)));
        json.seek(start);
        json.beginArray();
        while (json.nextElement()) {
            reader.record(json);
        }
        return reader.tensors();
    }

    private void record(JsonScanner json) {
        if (json.peek() != '{') {
            throw new BadValue("Provided dataframe_records field is not a valid dataframe representation in 'records'"
                    + " format: row " + rows + " is " + json.shown());
        }
        json.beginObject();
        while (json.nextField()) {
            ModelColumns.Column column = model.byName().get(json.field());
            if (column == null || column.lastRow == rows) {
                json.skip();
            } else {
                value(json, column);
            }
        }
        for (ModelColumns.Column column : model.byName().values()) {
            if (column.lastRow < rows) {
                absent(column);
            }
        }
        rows++;
    }

    private void rows(JsonScanner json, List<String> names) {
        List<ModelColumns.@Nullable Column> order = new ArrayList<>();
        names.forEach(name -> order.add(model.byName().get(name)));
        model.byName().values().stream()
                .filter(column -> !order.contains(column))
                .forEach(column -> absent(column));
        if (json.peek() != '[') {
            throw new BadValue("data must be a list of rows");
        }
        json.beginArray();
        while (json.nextElement()) {
            if (json.peek() != '[') {
                throw new BadValue("row " + rows + " of data is " + json.shown() + ", not a list");
            }
            int index = 0;
            json.beginArray();
            while (json.nextElement()) {
                if (index == order.size()) {
                    throw new BadValue("row " + rows + " has more than the " + names.size() + " columns");
                }
                ModelColumns.Column column = order.get(index++);
                if (column == null) {
                    json.skip();
                } else {
                    value(json, column);
                }
            }
            if (index < order.size()) {
                throw new BadValue("row " + rows + " has " + index + " values for " + names.size() + " columns");
            }
            rows++;
        }
    }

    private void value(JsonScanner json, ModelColumns.Column column) {
        try {
            column.values.add(json);
            column.lastRow = rows;
        } catch (BadValue e) {
            throw new BadValue("column '" + column.spec.name() + "', row " + rows + ": " + e.message());
        }
    }

    /** A frame has a missing value where a record has none, but a column that no row has is missing. */
    private void absent(ModelColumns.Column column) {
        if (column.lastRow < 0 && rows == 0) {
            throw new BadValue("Model is missing inputs ['" + column.spec.name() + "']. The model's inputs are "
                    + model.byName().keySet());
        }
        try {
            column.values.addMissing();
            column.lastRow = rows;
        } catch (BadValue e) {
            throw new BadValue("column '" + column.spec.name() + "', row " + rows + ": " + e.message());
        }
    }

    private Map<String, Tensor> tensors() {
        if (rows == 0) {
            throw new BadValue("There are no rows; send at least one");
        }
        return model.tensors(rows);
    }

    private static List<String> names(JsonScanner json) {
        List<String> names = new ArrayList<>();
        if (json.peek() != '[') {
            throw new BadValue("columns must be a list of names");
        }
        json.beginArray();
        while (json.nextElement()) {
            if (json.atBracket()) {
                throw new BadValue("columns must be a list of names");
            }
            names.add(json.takeScalar());
        }
        if (new HashSet<>(names).size() < names.size()) {
            throw new BadValue("columns has a name twice");
        }
        return names;
    }

    /** Rows without names: the model's own, in its order, where there are as many. */
    private static List<String> positions(JsonScanner json, String deployment, ModelVersion version) {
        int width = 0;
        if (json.peek() == '[') {
            json.beginArray();
            if (json.nextElement() && json.peek() == '[') {
                json.beginArray();
                while (json.nextElement()) {
                    json.skip();
                    width++;
                }
            }
        }
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            numbers.add(Integer.toString(i));
        }
        List<String> own = List.copyOf(
                ModelColumns.of(deployment, version, numbers).byName().keySet());
        if (own.size() != width) {
            throw new BadValue("the rows have " + width + " values, and the model takes the columns " + own);
        }
        return own;
    }

    private static List<String> fieldsOfFirst(JsonScanner json) {
        List<String> names = new ArrayList<>();
        json.beginArray();
        if (json.nextElement() && json.peek() == '{') {
            json.beginObject();
            while (json.nextField()) {
                names.add(json.field());
                json.skip();
            }
        }
        return names;
    }

    private static String kind(JsonScanner json) {
        return switch (json.peek()) {
            case '{' -> "dictionary.";
            case '[' -> "list.";
            default -> json.shown();
        };
    }
}
