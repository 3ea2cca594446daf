package dev.holdfast.search;

import java.util.List;

/** A filter, read and checked: every identifier is one that the {@link Vocabulary} has, with an operator and a literal that go with it. */
public sealed interface Condition {
    /** Holds for everything: what a filter says that is empty. */
    static Condition always() {
        return new And(List.of());
    }

    /** All of them hold; none is asked for where the list is empty. */
    record And(List<Condition> conditions) implements Condition {
        public And {
            conditions = List.copyOf(conditions);
        }
    }

    /** At least one holds. */
    record Or(List<Condition> conditions) implements Condition {
        public Or {
            conditions = List.copyOf(conditions);
        }
    }

    /** What has no such key does not fulfil it, whatever the operator. */
    record Comparison(Identifier identifier, Operator operator, Literal literal) implements Condition {}

    /** {@code IS NOT NULL} where {@code present}, otherwise {@code IS NULL}. */
    record Presence(Identifier identifier, boolean present) implements Condition {}

    /** The conditions that must all hold: those of an {@link And}, or this one alone. */
    default List<Condition> conjuncts() {
        return this instanceof And and ? and.conditions() : List.of(this);
    }

    /** Every comparison in it, wherever it stands, in the order in which they were written. */
    default List<Comparison> comparisons() {
        return switch (this) {
            case And and ->
                and.conditions().stream()
                        .flatMap(each -> each.comparisons().stream())
                        .toList();
            case Or or ->
                or.conditions().stream()
                        .flatMap(each -> each.comparisons().stream())
                        .toList();
            case Comparison comparison -> List.of(comparison);
            case Presence presence -> List.of();
        };
    }
}
