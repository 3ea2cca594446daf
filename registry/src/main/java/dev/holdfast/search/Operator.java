package dev.holdfast.search;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * How two values are compared. {@code LIKE} knows {@code %} and {@code _} and no escape; {@code ILIKE} does not tell the cases of
 * ASCII letters apart.
 */
public enum Operator {
    EQUAL("="),
    NOT_EQUAL("!="),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    LIKE("LIKE"),
    ILIKE("ILIKE"),
    IN("IN"),
    NOT_IN("NOT IN");

    /** For numbers. */
    public static final Set<Operator> NUMERIC =
            Collections.unmodifiableSet(EnumSet.of(EQUAL, NOT_EQUAL, GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL));

    /** For texts. */
    public static final Set<Operator> TEXTUAL = Collections.unmodifiableSet(EnumSet.of(EQUAL, NOT_EQUAL, LIKE, ILIKE));

    /** For texts that may be looked for by a list. */
    public static final Set<Operator> LISTED =
            Collections.unmodifiableSet(EnumSet.of(EQUAL, NOT_EQUAL, LIKE, ILIKE, IN, NOT_IN));

    private final String symbol;

    Operator(String symbol) {
        this.symbol = symbol;
    }

    static Optional<Operator> of(String symbol) {
        return Arrays.stream(values())
                .filter(operator -> operator.symbol.equals(symbol))
                .findFirst();
    }

    /** As it is written, in upper case. */
    public String symbol() {
        return symbol;
    }
}
