package dev.holdfast.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one kind of thing can be filtered and ordered by, and so the grammar's entrance: {@link #condition} reads a filter, {@link #order}
 * an order. Made once and shared:
 *
 * <pre>{@code
 * static final Vocabulary MODELS = Vocabulary.builder()
 *         .attribute(Attribute.listed("name"))
 *         .attribute(Attribute.number("last_updated_timestamp").ordersOnly())
 *         .logged(Kind.TAG, Operator.TEXTUAL)
 *         .build();
 *
 * SqlFragment where = SqlCompiler.compile(MODELS.condition(filter), identifier -> switch (identifier.kind()) {
 *     case ATTRIBUTE -> SqlSource.column("m.name");
 *     case TAG -> SqlSource.rows("model.tag t", "t.model = m.id", "t.key", identifier.key(), "t.value");
 *     default -> throw new IllegalArgumentException("Not in the vocabulary");
 * });
 * jdbc.sql("SELECT … FROM model.model m WHERE " + where.sql()).params(where.parameters())
 * }</pre>
 *
 * <p>What can't be read is a malformed request; its detail says what and where, in the words that MLflow's clients know.
 */
public final class Vocabulary {
    private final Map<String, Attribute> attributes;
    private final Map<String, String> aliases;
    private final Map<Kind, Logged> logged;
    private final Set<String> datasetKeys;
    private final boolean unquotedTexts;
    private final Wording wording;

    private Vocabulary(Builder builder) {
        this.attributes = Collections.unmodifiableMap(new LinkedHashMap<>(builder.attributes));
        this.aliases = Map.copyOf(builder.aliases);
        this.logged = Collections.unmodifiableMap(new EnumMap<>(builder.logged));
        this.datasetKeys = Collections.unmodifiableSet(builder.datasetKeys);
        this.unquotedTexts = builder.unquotedTexts;
        this.wording = builder.wording;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Reads a filter; absent or blank, it holds for everything. */
    public Condition condition(@Nullable String filter) {
        if (filter == null || filter.isBlank()) {
            return Condition.always();
        }
        Refusals refusals = new Refusals("filter", filter);
        refuseNul(filter, refusals);
        return new Parser(filter, new Resolver(this, refusals), wording, refusals).parse();
    }

    /** Reads an order: each clause an identifier, then {@code ASC}, {@code DESC} or nothing, which is {@code ASC}; none twice. */
    public List<Ordering> order(List<String> clauses) {
        List<Ordering> order = new ArrayList<>();
        Set<Identifier> seen = new HashSet<>();
        for (String clause : clauses) {
            Ordering ordering = ordering(clause);
            if (!seen.add(ordering.identifier())) {
                throw new Refusals("order_by", clause).whole("`order_by` contains duplicate fields: " + clauses);
            }
            order.add(ordering);
        }
        return order;
    }

    private Ordering ordering(String clause) {
        Refusals refusals = new Refusals("order_by", clause);
        refuseNul(clause, refusals);
        List<Token> tokens = Lexer.read(clause);
        Token name = tokens.getFirst();
        boolean named = name.type() == TokenType.NAME || (name.type() == TokenType.TEXT && clause.contains("\""));
        if (!named || tokens.size() > 3 || (tokens.size() == 3 && tokens.get(1).type() != TokenType.NAME)) {
            throw refusals.whole("Invalid order_by clause '" + Refusals.shorten(clause) + "'. Could not be parsed.");
        }
        if (tokens.size() == 3 && !tokens.get(1).isWord("ASC") && !tokens.get(1).isWord("DESC")) {
            throw refusals.at(
                    tokens.get(1).start(),
                    "Invalid ordering key in order_by clause '" + Refusals.shorten(clause) + "'.");
        }
        boolean descending = tokens.size() == 3 && tokens.get(1).isWord("DESC");
        return new Resolver(this, refusals).ordering(name, !descending);
    }

    private static void refuseNul(String text, Refusals refusals) {
        int at = text.indexOf('\0');
        if (at >= 0) {
            throw refusals.at(at, "A NUL character can't be searched for");
        }
    }

    Wording wording() {
        return wording;
    }

    boolean takesUnquotedTexts() {
        return unquotedTexts;
    }

    boolean has(Kind kind) {
        return kind == Kind.ATTRIBUTE || logged.containsKey(kind);
    }

    List<String> kindLabels() {
        return Arrays.stream(Kind.values()).filter(this::has).map(Kind::label).toList();
    }

    /** The attribute's own name where {@code key} is an alias of it. */
    String meaningOf(String key) {
        return aliases.getOrDefault(key, key);
    }

    Attribute attribute(String name) {
        return Objects.requireNonNull(attributes.get(name), name);
    }

    Collection<String> filteringAttributes() {
        return attributes.values().stream()
                .filter(Attribute::filters)
                .map(Attribute::name)
                .toList();
    }

    Collection<String> orderingAttributes() {
        return attributes.values().stream()
                .filter(Attribute::orders)
                .map(Attribute::name)
                .toList();
    }

    List<String> listedAttributes() {
        return attributes.values().stream()
                .filter(attribute -> attribute.operators().contains(Operator.IN))
                .map(attribute -> "'" + attribute.name() + "'")
                .sorted()
                .toList();
    }

    Set<String> datasetKeys() {
        return datasetKeys;
    }

    Set<Operator> operators(Kind kind) {
        return Objects.requireNonNull(logged.get(kind), kind.label()).operators();
    }

    boolean mayBeAbsent(Kind kind) {
        Logged things = logged.get(kind);
        return things != null && things.mayBeAbsent();
    }

    boolean orders(Kind kind) {
        Logged things = logged.get(kind);
        return things != null && things.orders();
    }

    private record Logged(Set<Operator> operators, boolean mayBeAbsent, boolean orders) {}

    public static final class Builder {
        private final Map<String, Attribute> attributes = new LinkedHashMap<>();
        private final Map<String, String> aliases = new HashMap<>();
        private final Map<Kind, Logged> logged = new EnumMap<>(Kind.class);
        private final Set<String> datasetKeys = new LinkedHashSet<>();
        private boolean unquotedTexts;
        private Wording wording = new Wording() {};

        private Builder() {}

        public Builder attribute(Attribute attribute) {
            attributes.put(attribute.name(), attribute);
            return this;
        }

        /** Another name that callers may write for an attribute. */
        public Builder alias(String alias, String attribute) {
            aliases.put(alias, attribute);
            return this;
        }

        /** Things logged under a key that only filter. */
        public Builder logged(Kind kind, Set<Operator> operators) {
            return logged(kind, operators, false, false);
        }

        /**
         * Things logged under a key.
         *
         * @param mayBeAbsent whether {@code IS NULL} and {@code IS NOT NULL} go with them
         * @param orders whether they can be ordered by
         */
        public Builder logged(Kind kind, Set<Operator> operators, boolean mayBeAbsent, boolean orders) {
            logged.put(kind, new Logged(Set.copyOf(operators), mayBeAbsent, orders));
            return this;
        }

        /** What is known of a dataset that was read. */
        public Builder datasets(Set<Operator> operators, String... keys) {
            datasetKeys.addAll(List.of(keys));
            return logged(Kind.DATASET, operators);
        }

        /** Where a text is expected, a number or a word without quotes stands for the text that it was written as. */
        public Builder unquotedTexts() {
            this.unquotedTexts = true;
            return this;
        }

        public Builder wording(Wording differing) {
            this.wording = differing;
            return this;
        }

        public Vocabulary build() {
            return new Vocabulary(this);
        }
    }
}
