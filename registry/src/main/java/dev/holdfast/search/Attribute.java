package dev.holdfast.search;

import java.util.Set;

/**
 * Something that every row has.
 *
 * @param operators with which it can be filtered; empty where it only orders
 */
public record Attribute(String name, Type type, Set<Operator> operators, boolean orders) {
    public Attribute {
        operators = Set.copyOf(operators);
    }

    /** What it is compared with. */
    public enum Type {
        TEXT,
        NUMBER,
        /** A whole number, which may also be written as a text. */
        COUNT
    }

    /** A text that filters by {@code = != LIKE ILIKE} and orders. */
    public static Attribute text(String name) {
        return new Attribute(name, Type.TEXT, Operator.TEXTUAL, true);
    }

    /** A text that filters by {@code = != LIKE ILIKE IN NOT IN} and orders. */
    public static Attribute listed(String name) {
        return new Attribute(name, Type.TEXT, Operator.LISTED, true);
    }

    /** A number that filters by {@code = != > >= < <=} and orders. */
    public static Attribute number(String name) {
        return new Attribute(name, Type.NUMBER, Operator.NUMERIC, true);
    }

    /** As {@link #number}, and {@code '3'} is taken for 3. */
    public static Attribute count(String name) {
        return new Attribute(name, Type.COUNT, Operator.NUMERIC, true);
    }

    /** The same, but nothing can be ordered by it. */
    public Attribute filtersOnly() {
        return new Attribute(name, type, operators, false);
    }

    /** The same, but nothing can be filtered by it. */
    public Attribute ordersOnly() {
        return new Attribute(name, type, Set.of(), true);
    }

    boolean filters() {
        return !operators.isEmpty();
    }
}
