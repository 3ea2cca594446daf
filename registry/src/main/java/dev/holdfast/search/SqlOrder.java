package dev.holdfast.search;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.UUID;

/**
 * A total order in SQL, by which a list is read page after page: each page begins after the last row of the one before, so that no row
 * comes twice or is left out while others are added. Rows without a value come last in both directions, and before them those that are
 * no number.
 *
 * @param columns the last of them, together with the others, tells all rows apart
 */
public record SqlOrder(List<Column> columns) {
    private static final String NULL = "n";
    private static final String NAN = "x";
    private static final String VALUE = "=";

    public SqlOrder {
        columns = List.copyOf(columns);
    }

    /** The type of a column in SQL. */
    public enum Type {
        /** {@code bigint} */
        WHOLE,
        /** {@code double precision} */
        DECIMAL,
        /** {@code text} with the collation {@code "C"} */
        TEXT,
        /** {@code uuid} */
        UUID
    }

    /**
     * One key of the order.
     *
     * @param expression what is ordered by
     * @param nullable whether there may be rows without a value, or with one that is NaN
     */
    public record Column(String expression, Type type, boolean ascending, boolean nullable) {}

    /** What follows {@code ORDER BY}. */
    public String orderBy() {
        StringJoiner order = new StringJoiner(", ");
        for (Column column : columns) {
            if (column.nullable() && column.type() == Type.DECIMAL && !column.ascending()) {
                order.add("(" + column.expression() + " = 'NaN'::double precision)");
            }
            order.add(column.expression()
                    + (column.ascending() ? "" : " DESC")
                    + (column.nullable() ? " NULLS LAST" : ""));
        }
        return order.toString();
    }

    /** The columns for the list after {@code SELECT}, from which {@link #keys} reads. */
    public String selected() {
        StringJoiner selected = new StringJoiner(", ");
        for (int i = 0; i < columns.size(); i++) {
            selected.add(columns.get(i).expression() + " AS order_" + i);
        }
        return selected.toString();
    }

    /** What a {@link PageToken} keeps of a row. */
    public List<String> keys(ResultSet row) throws SQLException {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            String name = "order_" + i;
            String value = switch (columns.get(i).type()) {
                case WHOLE -> Long.toString(row.getLong(name));
                case DECIMAL -> Double.toString(row.getDouble(name));
                case TEXT, UUID -> String.valueOf(row.getString(name));
            };
            boolean nan = columns.get(i).type() == Type.DECIMAL && value.equals("NaN");
            keys.add(row.wasNull() ? NULL : nan ? NAN : VALUE + value);
        }
        return keys;
    }

    /** Whether a row comes after the one with these keys: a boolean expression. {@code token} is what they were read from. */
    public String after(List<String> keys, String token, SqlParameters parameters) {
        String rest = "FALSE";
        for (int i = columns.size() - 1; i >= 0; i--) {
            rest = after(columns.get(i), keys.get(i), rest, token, parameters);
        }
        return rest;
    }

    private static String after(Column column, String key, String rest, String token, SqlParameters parameters) {
        String expression = column.expression();
        boolean mayBeNan = column.nullable() && column.type() == Type.DECIMAL;
        if (column.nullable() && key.equals(NULL)) {
            return "(" + expression + " IS NULL AND " + rest + ")";
        }
        if (mayBeNan && key.equals(NAN)) {
            return "(" + expression + " IS NULL OR (" + expression + " = 'NaN'::double precision AND " + rest + "))";
        }
        if (!key.startsWith(VALUE)) {
            throw PageToken.invalid(token, "Invalid page token; leave it out to start from the beginning");
        }
        String value = parameters.bind(read(column.type(), key.substring(1), token));
        String beyond = column.ascending() ? " > " : " < ";
        String from = column.ascending() ? " >= " : " <= ";
        String later = "(" + expression + from + value + " AND (" + expression + beyond + value + " OR " + rest + "))";
        if (mayBeNan) {
            return "(" + expression + " IS NULL OR " + expression + " = 'NaN'::double precision OR " + later + ")";
        }
        return column.nullable() ? "(" + expression + " IS NULL OR " + later + ")" : later;
    }

    private static Object read(Type type, String value, String token) {
        try {
            return switch (type) {
                case WHOLE -> Long.valueOf(value);
                case DECIMAL -> Double.valueOf(value);
                case TEXT -> value;
                case UUID -> UUID.fromString(value);
            };
        } catch (IllegalArgumentException e) {
            throw PageToken.invalid(token, "Invalid page token; leave it out to start from the beginning");
        }
    }
}
