package dev.holdfast.search;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.search.Token.Piece;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Finds what names mean in a vocabulary, and which operators and values go with them. */
class Resolver {
    private final Vocabulary vocabulary;
    private final Refusals refusals;

    Resolver(Vocabulary vocabulary, Refusals refusals) {
        this.vocabulary = vocabulary;
        this.refusals = refusals;
    }

    Condition comparison(Token left, Token at, String symbol, Token right) {
        Identifier identifier = filtering(left);
        Literal literal = literal(identifier, right);
        Operator operator = operator(identifier, at, symbol);
        if (operator == Operator.IN || operator == Operator.NOT_IN) {
            throw new IllegalStateException("A list is read by another method");
        }
        return new Condition.Comparison(identifier, operator, literal);
    }

    /** {@code list} is the list as it was written. */
    Condition membership(Token left, Token at, Operator operator, List<Token> values, String list) {
        Identifier identifier = filtering(left);
        if (!operators(identifier).contains(operator)) {
            throw list(left, at, operator.symbol(), list);
        }
        if (values.isEmpty()) {
            throw refusals.at(
                    at.start(),
                    "While parsing a list in the query, expected a non-empty list of string values, but got empty list");
        }
        values.stream()
                .filter(value -> value.type() != TokenType.TEXT)
                .findFirst()
                .ifPresent(value -> {
                    throw refusals.at(
                            value.start(),
                            "While parsing a list in the query, expected string value, punctuation, or whitespace, but"
                                    + " got different type in list: " + value.text());
                });
        return new Condition.Comparison(
                identifier,
                operator,
                new Literal.Texts(values.stream()
                        .map(value -> value.pieces().getFirst().value())
                        .toList()));
    }

    /** The refusal of a list with an operator or an identifier that takes none. */
    ProblemException list(Token left, Token at, String symbol, String list) {
        Identifier identifier = filtering(left);
        if (isNumeric(identifier)) {
            return refusals.at(at.start(), notNumeric(identifier, Refusals.shorten(list)));
        }
        Set<Operator> operators = operators(identifier);
        if (operators.contains(Operator.IN)) {
            return refusals.at(
                    at.start(),
                    vocabulary
                            .wording()
                            .operator(identifier, symbol, List.of(Operator.IN.symbol(), Operator.NOT_IN.symbol())));
        }
        return refusals.at(
                at.start(),
                identifier.kind() == Kind.ATTRIBUTE
                        ? "Only " + vocabulary.listedAttributes()
                                + " attributes support comparison with a list of quoted string values."
                        : notText(identifier, Refusals.shorten(list)));
    }

    Condition presence(Token left, boolean present) {
        Identifier identifier = filtering(left);
        if (!vocabulary.mayBeAbsent(identifier.kind())) {
            throw refusals.at(left.start(), vocabulary.wording().presence(identifier));
        }
        return new Condition.Presence(identifier, present);
    }

    Ordering ordering(Token name, boolean ascending) {
        Identifier identifier =
                identifier(name, vocabulary.orderingAttributes(), vocabulary.wording()::orderingAttribute);
        if (identifier.kind() != Kind.ATTRIBUTE && !vocabulary.orders(identifier.kind())) {
            throw refusals.at(name.start(), vocabulary.wording().order(identifier));
        }
        return new Ordering(identifier, ascending);
    }

    private Identifier filtering(Token name) {
        return identifier(name, vocabulary.filteringAttributes(), vocabulary.wording()::attribute);
    }

    private Identifier identifier(
            Token name, Collection<String> attributes, BiFunction<String, Collection<String>, String> wording) {
        Piece first = name.pieces().getFirst();
        if (name.pieces().size() == 1) {
            int dot = first.quote() == ' ' ? -1 : first.value().indexOf('.');
            if (dot >= 0) {
                throw unknownKind(name, first.quote() + first.value().substring(0, dot));
            }
            return attribute(name, first.value(), attributes, wording);
        }
        Kind kind =
                Kind.named(first.value()).filter(vocabulary::has).orElseThrow(() -> unknownKind(name, first.value()));
        // A key may have dots and be written without quotes.
        String key = name.pieces().size() == 2
                ? name.pieces().getLast().value()
                : name.text().substring(name.text().indexOf('.') + 1);
        return switch (kind) {
            case ATTRIBUTE -> attribute(name, key, attributes, wording);
            case DATASET -> {
                if (!vocabulary.datasetKeys().contains(key)) {
                    throw refusals.at(
                            name.start(),
                            "Invalid dataset key '" + key + "' specified. Valid keys are " + vocabulary.datasetKeys());
                }
                yield new Identifier(kind, key);
            }
            case METRIC, PARAM, TAG -> new Identifier(kind, key);
        };
    }

    private Identifier attribute(
            Token name,
            String key,
            Collection<String> attributes,
            BiFunction<String, Collection<String>, String> wording) {
        String attribute = vocabulary.meaningOf(key);
        if (!attributes.contains(attribute)) {
            throw refusals.at(name.start(), wording.apply(key, attributes));
        }
        return new Identifier(Kind.ATTRIBUTE, attribute);
    }

    private ProblemException unknownKind(Token name, String given) {
        return refusals.at(name.start(), vocabulary.wording().kind(given, vocabulary.kindLabels()));
    }

    private Operator operator(Identifier identifier, Token at, String symbol) {
        Set<Operator> allowed = operators(identifier);
        Optional<Operator> operator = Operator.of(symbol).filter(allowed::contains);
        return operator.orElseThrow(() -> refusals.at(
                at.start(),
                vocabulary
                        .wording()
                        .operator(
                                identifier,
                                symbol,
                                allowed.stream().sorted().map(Operator::symbol).toList())));
    }

    private Set<Operator> operators(Identifier identifier) {
        return identifier.kind() == Kind.ATTRIBUTE
                ? vocabulary.attribute(identifier.key()).operators()
                : vocabulary.operators(identifier.kind());
    }

    private boolean isNumeric(Identifier identifier) {
        return switch (identifier.kind()) {
            case METRIC -> true;
            case ATTRIBUTE -> vocabulary.attribute(identifier.key()).type() != Attribute.Type.TEXT;
            case PARAM, TAG, DATASET -> false;
        };
    }

    private Literal literal(Identifier identifier, Token token) {
        if (isNumeric(identifier)) {
            return number(identifier, token);
        }
        if (token.type() == TokenType.TEXT) {
            return new Literal.Text(token.pieces().getFirst().value());
        }
        if (vocabulary.takesUnquotedTexts()) {
            return new Literal.Text(token.text());
        }
        if (token.type() == TokenType.NAME) {
            throw refusals.at(
                    token.start(),
                    "Parameter value is either not quoted or unidentified quote types used for string value "
                            + Refusals.shorten(token.text()) + ". Use either single or double quotes.");
        }
        throw refusals.at(token.start(), notText(identifier, token.text()));
    }

    private String notText(Identifier identifier, String found) {
        return switch (identifier.kind()) {
            case ATTRIBUTE -> vocabulary.wording().attributeText(found);
            case DATASET -> "Expected a quoted string value for dataset attributes. Got value " + found;
            case METRIC, PARAM, TAG ->
                "Expected a quoted string value for " + identifier.kind().label() + " (e.g. 'my-value'). Got value "
                        + found;
        };
    }

    private Literal number(Identifier identifier, Token token) {
        boolean count = identifier.kind() == Kind.ATTRIBUTE
                && vocabulary.attribute(identifier.key()).type() == Attribute.Type.COUNT;
        String text = count && token.type() == TokenType.TEXT
                ? token.pieces().getFirst().value().strip()
                : token.text();
        if (count && !isWhole(text)) {
            throw refusals.at(
                    token.start(),
                    "Invalid value for numeric attribute '" + identifier.key() + "': "
                            + Refusals.shorten(token.text()));
        }
        if (!count && token.type() != TokenType.NUMBER) {
            throw refusals.at(token.start(), notNumeric(identifier, Refusals.shorten(token.text())));
        }
        return new Literal.Numeric(Double.parseDouble(text), whole(text));
    }

    private static String notNumeric(Identifier identifier, String found) {
        return identifier.kind() == Kind.METRIC
                ? "Expected numeric value type for metric. Found " + found
                : "Expected numeric value type for numeric attribute: " + identifier.key() + ". Found " + found;
    }

    private static boolean isWhole(String text) {
        return !text.isEmpty()
                && text.chars().skip(text.startsWith("-") ? 1 : 0).allMatch(c -> c >= '0' && c <= '9')
                && !text.equals("-");
    }

    private static @Nullable Long whole(String text) {
        try {
            return isWhole(text) ? Long.valueOf(text) : null;
        } catch (NumberFormatException tooGreat) {
            return null;
        }
    }
}
