package dev.holdfast.search;

/** How the value of an identifier is compared in SQL. A room that stores something in its own way writes its own. */
@FunctionalInterface
public interface SqlSource {
    /** A boolean expression; the literal's values go through {@code parameters}. */
    String compare(Operator operator, Literal literal, SqlParameters parameters);

    /** A boolean expression for whether there is a value. */
    default String present(SqlParameters parameters) {
        throw new UnsupportedOperationException("The vocabulary says that it is always there");
    }

    /** An expression over the row itself, of the literal's type; null fulfils nothing. */
    static SqlSource column(String expression) {
        return new SqlSource() {
            @Override
            public String compare(Operator operator, Literal literal, SqlParameters parameters) {
                return comparison(expression, operator, literal, parameters);
            }

            @Override
            public String present(SqlParameters parameters) {
                return expression + " IS NOT NULL";
            }
        };
    }

    /**
     * Rows of another table.
     *
     * @param table with its alias: {@code tracking.tag t}
     * @param link what ties it to the row that is searched: {@code t.run = r.id}
     * @param keyColumn the column with the key: {@code t.key}
     * @param key the key that is looked for
     * @param valueColumn the column that is compared: {@code t.value}
     */
    static SqlSource rows(String table, String link, String keyColumn, String key, String valueColumn) {
        return new SqlSource() {
            @Override
            public String compare(Operator operator, Literal literal, SqlParameters parameters) {
                return exists(parameters, " AND " + comparison(valueColumn, operator, literal, parameters));
            }

            @Override
            public String present(SqlParameters parameters) {
                return exists(parameters, "");
            }

            private String exists(SqlParameters parameters, String condition) {
                return "EXISTS (SELECT 1 FROM " + table + " WHERE " + link + " AND " + keyColumn + " = "
                        + parameters.bind(key) + condition + ")";
            }
        };
    }

    /** As {@link #rows}, with {@code double precision} values that may be NaN. */
    static SqlSource decimalRows(String table, String link, String keyColumn, String key, String valueColumn) {
        return (operator, literal, parameters) -> {
            if (!(literal instanceof Literal.Numeric number)) {
                throw new IllegalArgumentException("Compared with numbers only");
            }
            return "EXISTS (SELECT 1 FROM " + table + " WHERE " + link + " AND " + keyColumn + " = "
                    + parameters.bind(key) + " AND " + decimals(valueColumn, operator, number, parameters) + ")";
        };
    }

    /**
     * Compares an expression with a literal. A floating point expression that is NaN is unequal to every number and neither greater nor
     * less, other than PostgreSQL has it: use {@link #decimals} for those.
     */
    static String comparison(String expression, Operator operator, Literal literal, SqlParameters parameters) {
        String value = switch (literal) {
            case Literal.Text text -> parameters.bind(text.value());
            case Literal.Numeric number -> parameters.bind(number.exact());
            case Literal.Texts texts -> parameters.bind(texts.values().toArray(String[]::new));
        };
        return switch (operator) {
            case EQUAL -> expression + " = " + value;
            case NOT_EQUAL -> expression + " <> " + value;
            case GREATER -> expression + " > " + value;
            case GREATER_OR_EQUAL -> expression + " >= " + value;
            case LESS -> expression + " < " + value;
            case LESS_OR_EQUAL -> expression + " <= " + value;
            case LIKE -> expression + " LIKE " + value + " ESCAPE ''";
            case ILIKE -> expression + " ILIKE " + value + " ESCAPE ''";
            case IN -> expression + " = ANY(" + value + ")";
            case NOT_IN -> expression + " <> ALL(" + value + ")";
        };
    }

    /** Compares a {@code double precision} expression, that may be NaN, with a number. An index on it can be used. */
    static String decimals(String expression, Operator operator, Literal.Numeric number, SqlParameters parameters) {
        String plain = comparison(expression, operator, new Literal.Numeric(number.value(), null), parameters);
        return operator == Operator.GREATER || operator == Operator.GREATER_OR_EQUAL
                ? "(" + plain + " AND " + expression + " < 'NaN'::double precision)"
                : plain;
    }
}
