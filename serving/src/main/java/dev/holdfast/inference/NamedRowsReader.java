package dev.holdfast.inference;

import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.model.ModelVersion;
import dev.holdfast.model.TensorSpec;
import dev.holdfast.runtime.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads {@code {"rows": [{column: value, …}, …]}} into the tensors of a model that has one input for each column, or one matrix whose
 * columns are known by name. Says everything that is wrong, by row and column, up to a limit.
 */
final class NamedRowsReader {
    private static final int MAX_ERRORS = 20;
    private static final int SHOWN_NAMES = 30;

    /** A column as it is filled; {@code lastRow} tells whether the current row has it. */
    private static final class Column {
        private final TensorSpec spec;
        private final TensorBuilder values;
        private int lastRow = -1;

        private Column(TensorSpec spec) {
            this.spec = spec;
            this.values = new TensorBuilder(spec.name(), spec.datatype());
        }

        private Tensor tensor(int rows) {
            return spec.shape().size() == 1 ? values.build(rows) : values.build(rows, 1);
        }
    }

    private final Map<String, Column> columns = new LinkedHashMap<>();
    private final List<FieldError> errors = new ArrayList<>();
    private final @Nullable TensorSpec matrix;
    private int rows;

    private NamedRowsReader(List<TensorSpec> columns, @Nullable TensorSpec matrix) {
        columns.forEach(column -> this.columns.put(column.name(), new Column(column)));
        this.matrix = matrix;
    }

    static InferenceRequest read(byte[] body, String deployment, ModelVersion version) {
        List<TensorSpec> inputs = version.signature().inputs();
        NamedRowsReader reader;
        if (inputs.stream().allMatch(NamedRowsReader::isColumn)) {
            reader = new NamedRowsReader(inputs, null);
        } else {
            List<TensorSpec> columns = MatrixColumns.of(version);
            if (columns.isEmpty()) {
                throw ProblemException.conflict("The model of deployment \"" + deployment
                        + "\" takes tensors and not one value for each column; use POST /v2/models/" + deployment
                        + "/infer. GET /v2/models/" + deployment + " says what it takes.");
            }
            reader = new NamedRowsReader(columns, inputs.getFirst());
        }
        try (JsonParser parser = Json.parser(body, 0)) {
            reader.body(parser);
        } catch (JacksonException e) {
            throw Json.malformed(e);
        }
        return new InferenceRequest(null, reader.tensors(), List.of());
    }

    private static boolean isColumn(TensorSpec input) {
        List<Long> shape = input.shape();
        return (shape.size() == 1 || (shape.size() == 2 && shape.get(1) == 1)) && shape.getFirst() < 0;
    }

    private Map<String, Tensor> tensors() {
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
        if (rows == 0) {
            throw ProblemException.invalid("rows", null, "is missing or empty; send at least one row.");
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        columns.forEach((name, column) -> tensors.put(name, column.tensor(rows)));
        return matrix == null
                ? tensors
                : Map.of(matrix.name(), MatrixColumns.join(matrix, List.copyOf(tensors.values()), rows));
    }

    private void body(JsonParser parser) {
        parser.nextToken();
        Json.expect(parser, JsonToken.START_OBJECT, "body", "{\"rows\": [{column: value, …}, …]}");
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (!name.equals("rows")) {
                throw ProblemException.malformed(name, null, "is not known here; send rows and nothing else.");
            }
            Json.expect(parser, JsonToken.START_ARRAY, "rows", "a list of {column: value, …}");
            while (parser.nextToken() != JsonToken.END_ARRAY && errors.size() < MAX_ERRORS) {
                row(parser);
                rows++;
            }
            if (errors.size() >= MAX_ERRORS) {
                return;
            }
        }
        if (parser.nextToken() != null) {
            throw ProblemException.malformed("body", null, "has something behind its closing brace.");
        }
    }

    private void row(JsonParser parser) {
        Json.expect(parser, JsonToken.START_OBJECT, "rows[" + rows + "]", "an object of columns and values");
        int before = errors.size();
        int found = 0;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            Column column = columns.get(name);
            if (column == null) {
                error(name, null, "is not a column of this model; its columns are " + names(columns.keySet()) + ".");
                parser.skipChildren();
            } else if (column.lastRow == rows) {
                error(name, null, "is sent twice in this row.");
                parser.skipChildren();
            } else {
                column.lastRow = rows;
                found++;
                value(parser, column);
            }
        }
        if (found < columns.size() && errors.size() == before) {
            columns.values().stream()
                    .filter(column -> column.lastRow != rows)
                    .forEach(column ->
                            error(column.spec.name(), null, "is missing; send null where the value is not known."));
        }
    }

    private void value(JsonParser parser, Column column) {
        try {
            column.values.add(parser);
        } catch (BadValue e) {
            Object value = parser.currentToken().isScalarValue() ? parser.getString() : null;
            error(column.spec.name(), value, e.message() + ".");
            parser.skipChildren();
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
