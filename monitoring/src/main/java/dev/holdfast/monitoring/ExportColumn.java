package dev.holdfast.monitoring;

import dev.holdfast.dataset.ColumnType;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A column of exported traffic. Models get numbers where the data had whole numbers and truths, so the type comes from the training data;
 * values that do not fit it widen it.
 */
final class ExportColumn {
    private final String name;
    private final @Nullable ColumnType known;
    private boolean whole = true;
    private boolean numeric = true;
    private boolean truths = true;

    ExportColumn(String name, @Nullable ColumnType known) {
        this.name = name;
        this.known = known;
    }

    String name() {
        return name;
    }

    /** Adds a value to a line of comma-separated text; nothing for a missing one. */
    void append(StringBuilder line, @Nullable Object value) {
        if (value == null) {
            return;
        }
        String text = value instanceof Number number ? plain(number) : value.toString();
        look(text);
        if (known == ColumnType.BOOLEAN && (text.equals("0") || text.equals("1"))) {
            text = text.equals("1") ? "true" : "false";
        }
        line.append('"').append(text.replace("\"", "\"\"")).append('"');
    }

    private static String plain(Number number) {
        if (number instanceof Double value && !Double.isFinite(value)) {
            return value.toString();
        }
        BigDecimal exact = new BigDecimal(number.toString()).stripTrailingZeros();
        return exact.scale() <= 0 ? exact.toBigInteger().toString() : number.toString();
    }

    private void look(String text) {
        truths = truths && (text.equals("0") || text.equals("1") || text.equals("true") || text.equals("false"));
        if (numeric) {
            try {
                double value = Double.parseDouble(text);
                whole = whole && value == Math.rint(value) && Math.abs(value) <= 9e15;
            } catch (NumberFormatException e) {
                numeric = false; // a word
            }
        }
    }

    /** The narrowest type of DuckDB that holds all values and agrees with the training data. */
    String sqlType() {
        if (known == ColumnType.STRING || known == ColumnType.OTHER) {
            return "VARCHAR";
        }
        if (known == ColumnType.BOOLEAN && truths) {
            return "BOOLEAN";
        }
        if (!numeric) {
            return "VARCHAR";
        }
        return whole && (known == ColumnType.INTEGER || known == null) ? "BIGINT" : "DOUBLE";
    }
}
