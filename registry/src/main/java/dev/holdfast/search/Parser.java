package dev.holdfast.search;

import dev.holdfast.kernel.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the structure of a filter: what stands left and right of an operator is the {@link Resolver}'s. */
class Parser {
    private static final int MAX_DEPTH = 50;
    private static final int MAX_COMPARISONS = 500;
    private static final List<String> TEXT_OPERATORS = List.of("LIKE", "ILIKE", "RLIKE");
    private static final List<String> CONSTANTS = List.of("TRUE", "FALSE", "NULL");

    private final String filter;
    private final List<Token> tokens;
    private final Resolver resolver;
    private final Wording wording;
    private final Refusals refusals;
    private int at;
    private int depth;
    private int comparisons;

    Parser(String filter, Resolver resolver, Wording wording, Refusals refusals) {
        this.filter = filter;
        this.tokens = Lexer.read(filter);
        this.resolver = resolver;
        this.wording = wording;
        this.refusals = refusals;
    }

    Condition parse() {
        tokens.stream()
                .filter(token -> token.type() == TokenType.STRANGE)
                .findFirst()
                .ifPresent(token -> {
                    throw token.text().startsWith(";")
                                    && !filter.substring(token.start() + 1).isBlank()
                            ? refusals.at(
                                    token.start(),
                                    "Search filter contained multiple expression '" + Refusals.shorten(filter)
                                            + "'. Provide AND-ed expression list.")
                            : invalid(token, token);
                });
        Condition condition = either();
        if (peek().type() != TokenType.END) {
            throw invalid(peek(), peek());
        }
        return condition;
    }

    private Condition either() {
        List<Condition> choices = new ArrayList<>(List.of(all()));
        while (peek().isWord("OR")) {
            at++;
            choices.add(all());
        }
        return choices.size() == 1 ? choices.getFirst() : new Condition.Or(choices);
    }

    private Condition all() {
        List<Condition> parts = new ArrayList<>(List.of(part()));
        while (peek().isWord("AND")) {
            at++;
            parts.add(part());
        }
        return parts.size() == 1 ? parts.getFirst() : new Condition.And(parts);
    }

    private Condition part() {
        if (peek().type() != TokenType.OPEN) {
            return comparison();
        }
        Token open = tokens.get(at++);
        if (++depth > MAX_DEPTH) {
            throw refusals.at(
                    open.start(), "A filter may have " + MAX_DEPTH + " parentheses within each other at most");
        }
        Condition inner = either();
        if (peek().type() != TokenType.CLOSE) {
            throw invalid(open, peek());
        }
        at++;
        depth--;
        return inner;
    }

    private Condition comparison() {
        Token left = tokens.get(at);
        if (left.type() == TokenType.NUMBER
                || (left.type() == TokenType.TEXT && left.text().startsWith("'"))) {
            throw refusals.at(
                    left.start(), "Invalid comparison clause. Expected 'Identifier' found '" + left.text() + "'");
        }
        if ((left.type() != TokenType.NAME && left.type() != TokenType.TEXT)
                || left.isWord("AND")
                || left.isWord("OR")) {
            throw invalid(left, left);
        }
        if (++comparisons > MAX_COMPARISONS) {
            throw refusals.at(left.start(), "A filter may have " + MAX_COMPARISONS + " comparisons at most");
        }
        at++;
        Token operator = tokens.get(at);
        if (operator.isWord("IS")) {
            return presence(left);
        }
        if (operator.type() == TokenType.COMPARATOR) {
            at++;
            refuseList(left, operator.text());
            return resolver.comparison(left, operator, operator.text(), value(left));
        }
        boolean negated = operator.isWord("NOT");
        Token word = negated ? tokens.get(++at) : operator;
        if (word.isWord("IN")) {
            at++;
            Token open = peek();
            List<Token> values = list(left);
            String list = filter.substring(open.start(), tokens.get(at - 1).end());
            return resolver.membership(left, operator, negated ? Operator.NOT_IN : Operator.IN, values, list);
        }
        String symbol = word.text().toUpperCase(Locale.ROOT);
        if (word.type() != TokenType.NAME || !TEXT_OPERATORS.contains(symbol)) {
            throw invalid(left, word);
        }
        at++;
        refuseList(left, symbol);
        return resolver.comparison(left, operator, negated ? "NOT " + symbol : symbol, value(left));
    }

    private Condition presence(Token left) {
        at++;
        boolean present = peek().isWord("NOT");
        if (present) {
            at++;
        }
        if (!peek().isWord("NULL")) {
            throw invalid(left, peek());
        }
        at++;
        return resolver.presence(left, present);
    }

    /** A list goes with {@code IN} alone. */
    private void refuseList(Token left, String symbol) {
        Token open = peek();
        if (open.type() == TokenType.OPEN) {
            list(left);
            throw resolver.list(
                    left,
                    open,
                    symbol,
                    filter.substring(open.start(), tokens.get(at - 1).end()));
        }
    }

    private Token value(Token left) {
        Token value = tokens.get(at);
        boolean constant = value.type() == TokenType.NAME
                && CONSTANTS.contains(value.text().toUpperCase(Locale.ROOT));
        if (constant
                || (value.type() != TokenType.NAME
                        && value.type() != TokenType.TEXT
                        && value.type() != TokenType.NUMBER)) {
            throw invalid(left, value);
        }
        at++;
        return value;
    }

    /** What stands between parentheses, commas left out; a comma may follow the last. */
    private List<Token> list(Token left) {
        if (peek().type() != TokenType.OPEN) {
            throw invalid(left, peek());
        }
        at++;
        List<Token> values = new ArrayList<>();
        while (peek().type() != TokenType.CLOSE) {
            Token value = tokens.get(at++);
            if (value.type() == TokenType.END) {
                throw invalid(left, value);
            }
            if (value.type() != TokenType.TEXT && value.type() != TokenType.NUMBER && value.type() != TokenType.NAME) {
                throw illFormed(value);
            }
            values.add(value);
            if (peek().type() == TokenType.COMMA) {
                at++;
            } else if (peek().type() != TokenType.CLOSE && peek().type() != TokenType.END) {
                throw illFormed(peek());
            }
        }
        at++;
        return values;
    }

    private Token peek() {
        return tokens.get(at);
    }

    private ProblemException illFormed(Token token) {
        return refusals.at(
                token.start(),
                "While parsing a list in the query, expected a non-empty list of string values, but got ill-formed list.");
    }

    private ProblemException invalid(Token from, Token to) {
        String clause = filter.substring(from.start(), Math.max(to.end(), from.end()));
        return refusals.at(to.start(), wording.clause(Refusals.shorten(filter), Refusals.shorten(clause)));
    }
}
