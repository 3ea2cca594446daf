package dev.holdfast.monitoring;

import dev.holdfast.model.TensorType;
import dev.holdfast.runtime.Tensor;
import java.util.List;
import java.util.Map;

/** Writes the raw inputs of a row as a JSON object. By hand, as it is done for every logged row. */
final class FeatureJson {
    private static final int FIRST_PRINTABLE = 0x20;
    private final StringBuilder text = new StringBuilder(256);

    /** Missing numbers and texts become null; numbers have the fewest digits that tell them apart in their own precision. */
    String write(
            List<InputColumn> columns, Map<String, Tensor> inputs, int row, PersonalData personal, PersonalHash hash) {
        boolean anyPersonal = !personal.isEmpty();
        text.setLength(0);
        text.append('{');
        for (int i = 0; i < columns.size(); i++) {
            InputColumn column = columns.get(i);
            if (anyPersonal && personal.isDropped(column)) {
                continue;
            }
            Tensor tensor = inputs.get(column.tensor());
            if (text.length() > 1) {
                text.append(',');
            }
            quote(column.name());
            text.append(':');
            if (tensor == null) {
                text.append("null");
            } else if (anyPersonal && personal.isHashed(column)) {
                hashed(tensor, row * column.width() + column.index(), hash);
            } else {
                value(tensor, row * column.width() + column.index());
            }
        }
        return text.append('}').toString();
    }

    /** A missing value stays one. */
    private void hashed(Tensor tensor, int index, PersonalHash hash) {
        int before = text.length();
        value(tensor, index);
        String plain = text.substring(before);
        if (!plain.equals("null")) {
            text.setLength(before);
            // The texts themselves, so that whoever may ask for a hash need not know how JSON writes them.
            quote(hash.hash(tensor.datatype() == TensorType.BYTES ? tensor.texts()[index] : plain));
        }
    }

    private void value(Tensor tensor, int index) {
        if (tensor.datatype() == TensorType.BYTES) {
            String value = tensor.texts()[index];
            if (value.isEmpty()) {
                text.append("null");
            } else {
                quote(value);
            }
            return;
        }
        switch (tensor.datatype()) {
            case FP16, FP32 -> number((float) tensor.doubleAt(index));
            case FP64 -> number(tensor.doubleAt(index));
            case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, BYTES ->
                text.append(tensor.textAt(index));
        }
    }

    private void number(float value) {
        if (Float.isFinite(value)) {
            if (value == Math.rint(value) && Math.abs(value) < 1e7f) {
                text.append((int) value);
            } else {
                text.append(value);
            }
        } else {
            notFinite(value);
        }
    }

    private void number(double value) {
        if (Double.isFinite(value)) {
            if (value == Math.rint(value) && Math.abs(value) < 1e15) {
                text.append((long) value);
            } else {
                text.append(value);
            }
        } else {
            notFinite(value);
        }
    }

    private void notFinite(double value) {
        text.append(Double.isNaN(value) ? "null" : value > 0 ? "\"Infinity\"" : "\"-Infinity\"");
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < FIRST_PRINTABLE) {
                // PostgreSQL's text can't hold the character 0 and JSON no control characters at all.
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
