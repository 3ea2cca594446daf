package dev.holdfast.inference;

import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.model.ModelVersion;
import dev.holdfast.runtime.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code {"rows": [{column: value, …}, …]}} into the tensors of a model that has one input for each column, or one matrix whose
 * columns are known by name. Says everything that is wrong, by row and column, up to a limit.
 */
final class NamedRowsReader {
    private static final int MAX_ERRORS = 20;
    private static final int SHOWN_NAMES = 30;

    private final ModelColumns model;
    private final Map<String, ModelColumns.Column> columns;
    private final List<FieldError> errors = new ArrayList<>();
    private int rows;

    private NamedRowsReader(ModelColumns model) {
        this.model = model;
        this.columns = model.byName();
    }

    static InferenceRequest read(byte[] body, String deployment, ModelVersion version) {
        NamedRowsReader reader = new NamedRowsReader(ModelColumns.of(deployment, version));
        try {
            reader.body(new JsonScanner(body, 0, body.length));
        } catch (MalformedJson e) {
            throw e.problem(body);
        }
        return new InferenceRequest(null, reader.tensors(), RequestedOutputs.all());
    }

    private Map<String, Tensor> tensors() {
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
        if (rows == 0) {
            throw ProblemException.invalid("rows", null, "is missing or empty; send at least one row.");
        }
        return model.tensors(rows);
    }

    private void body(JsonScanner json) {
        expect(json, '{', "body", "{\"rows\": [{column: value, …}, …]}");
        json.beginObject();
        while (json.nextField()) {
            if (!json.field().equals("rows")) {
                throw ProblemException.malformed(json.field(), null, "is not known here; send rows and nothing else.");
            }
            expect(json, '[', "rows", "a list of {column: value, …}");
            json.beginArray();
            while (json.nextElement()) {
                row(json);
                rows++;
                if (errors.size() >= MAX_ERRORS) {
                    return;
                }
            }
        }
        json.end();
    }

    private void row(JsonScanner json) {
        expect(json, '{', "rows[" + rows + "]", "an object of columns and values");
        int before = errors.size();
        int found = 0;
        json.beginObject();
        while (json.nextField()) {
            String name = json.field();
            ModelColumns.Column column = columns.get(name);
            if (column == null) {
                error(name, null, "is not a column of this model; its columns are " + names(columns.keySet()) + ".");
                json.skip();
            } else if (column.lastRow == rows) {
                error(name, null, "is sent twice in this row.");
                json.skip();
            } else {
                column.lastRow = rows;
                found++;
                value(json, column);
            }
        }
        if (found < columns.size() && errors.size() == before) {
            columns.values().stream()
                    .filter(column -> column.lastRow != rows)
                    .forEach(column ->
                            error(column.spec.name(), null, "is missing; send null where the value is not known."));
        }
    }

    private void value(JsonScanner json, ModelColumns.Column column) {
        json.peek();
        int start = json.position();
        try {
            column.values.add(json);
        } catch (BadValue e) {
            json.seek(start);
            error(column.spec.name(), json.atBracket() ? null : json.scalarText(), e.message() + ".");
            json.skip();
        }
    }

    private static void expect(JsonScanner json, char first, String field, String shouldBe) {
        if (json.peek() != first) {
            json.skip();
            throw ProblemException.malformed(field, null, "must be " + shouldBe + ".");
        }
    }

    private void error(String column, @Nullable Object value, String message) {
        errors.add(new FieldError("rows[" + rows + "]." + column, value, message));
    }

    private static String names(Collection<String> names) {
        return names.size() <= SHOWN_NAMES
                ? names.toString()
                : names.stream().limit(SHOWN_NAMES).toList() + " and " + (names.size() - SHOWN_NAMES) + " more";
    }
}
