package dev.holdfast.inference;

import dev.holdfast.model.ModelVersion;
import dev.holdfast.runtime.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a table in CSV, its first line the names of the columns, into the columns that a model takes. An empty field is a missing value. */
final class ScoringCsv {
    private final String text;
    private int at;

    private ScoringCsv(String text) {
        this.text = text;
    }

    static Map<String, Tensor> read(byte[] body, String deployment, ModelVersion version) {
        try {
            return new ScoringCsv(BinaryTensors.text(ByteBuffer.wrap(body), 0)).table(deployment, version);
        } catch (BadValue e) {
            throw ScoringReader.invalid("Failed to parse input as a Pandas DataFrame: " + e.message() + ".");
        }
    }

    private Map<String, Tensor> table(String deployment, ModelVersion version) {
        List<String> names = line();
        if (names == null) {
            throw new BadValue("there is no line with the names of the columns");
        }
        if (new HashSet<>(names).size() < names.size()) {
            throw new BadValue("two columns have the same name");
        }
        ModelColumns model = ModelColumns.of(deployment, version, names);
        for (String wanted : model.byName().keySet()) {
            if (!names.contains(wanted)) {
                throw new BadValue("Model is missing inputs ['" + wanted + "']. The model's inputs are "
                        + model.byName().keySet());
            }
        }
        int rows = 0;
        for (List<String> line = line(); line != null; line = line()) {
            if (line.size() == 1 && line.getFirst().isEmpty() && names.size() > 1) {
                continue;
            }
            if (line.size() != names.size()) {
                throw new BadValue("line " + (rows + 2) + " has " + line.size() + " fields, and there are "
                        + names.size() + " columns");
            }
            for (int i = 0; i < names.size(); i++) {
                ModelColumns.Column column = model.byName().get(names.get(i));
                if (column != null) {
                    add(column, line.get(i), rows);
                }
            }
            rows++;
        }
        if (rows == 0) {
            throw new BadValue("there are no rows; send at least one");
        }
        return model.tensors(rows);
    }

    private static void add(ModelColumns.Column column, String field, int row) {
        try {
            if (field.isEmpty()) {
                column.values.addMissing();
            } else {
                column.values.addText(field);
            }
        } catch (BadValue e) {
            throw new BadValue("column '" + column.spec.name() + "', line " + (row + 2) + ": " + e.message());
        }
    }

    /** The fields of the next line; null at the end. */
    private @Nullable List<String> line() {
        if (at >= text.length()) {
            return null;
        }
        List<String> fields = new ArrayList<>();
        while (true) {
            fields.add(field());
            char next = at < text.length() ? text.charAt(at++) : '\n';
            if (next == '\r' && at < text.length() && text.charAt(at) == '\n') {
                at++;
            }
            if (next != ',') {
                return fields;
            }
        }
    }

    private String field() {
        if (at < text.length() && text.charAt(at) == '"') {
            return quoted();
        }
        int start = at;
        while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    private String quoted() {
        StringBuilder field = new StringBuilder();
        at++;
        while (at < text.length()) {
            char next = text.charAt(at++);
            if (next != '"') {
                field.append(next);
            } else if (at < text.length() && text.charAt(at) == '"') {
                field.append('"');
                at++;
            } else if (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
                throw new BadValue("something follows a closing quotation mark");
            } else {
                return field.toString();
            }
        }
        throw new BadValue("a quotation mark is not closed");
    }
}
