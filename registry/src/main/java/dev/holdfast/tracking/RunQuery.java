package dev.holdfast.tracking;

import dev.holdfast.search.Condition;
import dev.holdfast.search.Identifier;
import dev.holdfast.search.Kind;
import dev.holdfast.search.Literal;
import dev.holdfast.search.Operator;
import dev.holdfast.search.Ordering;
import dev.holdfast.search.PageToken;
import dev.holdfast.search.SqlCompiler;
import dev.holdfast.search.SqlOrder;
import dev.holdfast.search.SqlParameters;
import dev.holdfast.search.SqlSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The statement for a search of runs: which rows, not what they hold.
 *
 * <p>What must hold of a metric, param or tag becomes a join with its one row, and an order by the same key reads that row too: so the
 * database is free to begin with the range of an index on (experiment, key, value), in the order that is wanted, and to stop when the
 * page is full.
 */
final class RunQuery {
    private final SqlParameters parameters = new SqlParameters("q");
    private final StringBuilder joins = new StringBuilder();
    private final List<String> conditions = new ArrayList<>();
    /** The alias of the joined row of each key. */
    private final Map<Identifier, String> joined = new LinkedHashMap<>();

    private final Set<Identifier> numbersOnly = new HashSet<>();
    private final String experiments;
    private final SqlOrder order;
    private final String fingerprint;
    private final boolean plain;

    RunQuery(List<Long> experiments, LifecycleView view, Condition condition, List<Ordering> order) {
        this.experiments = experiments.size() == 1
                ? " = " + parameters.bind(experiments.getFirst())
                : " = ANY(" + parameters.bind(experiments.toArray(Long[]::new)) + ")";
        conditions.add("r.experiment" + this.experiments);
        conditions.add(view.condition("r.lifecycle"));
        List<Condition> required = condition.conjuncts();
        required.forEach(this::require);
        this.order = new SqlOrder(columns(order));
        this.fingerprint = PageToken.fingerprint(order.toArray());
        this.plain = required.isEmpty() && joined.isEmpty();
    }

    /** Whether it asks for nothing but the runs' own columns in some order. */
    boolean isPlain() {
        return plain;
    }

    SqlOrder order() {
        return order;
    }

    /** The token for the page after the row with these keys. */
    String token(List<String> keys) {
        return new PageToken(fingerprint, keys).encode();
    }

    /** Goes on after the page that gave the token. */
    void after(String token) {
        List<String> keys = PageToken.decode(token, fingerprint, order.columns().size());
        conditions.add(order.after(keys, token, parameters));
    }

    String sql(int limit) {
        return "SELECT r.id, r.revision, " + order.selected() + " FROM tracking.run r" + joins + " WHERE "
                + String.join(" AND ", conditions) + " ORDER BY " + order.orderBy() + " LIMIT "
                + parameters.bind(limit);
    }

    Map<String, Object> parameters() {
        return parameters.values();
    }

    private void require(Condition condition) {
        if (condition instanceof Condition.Comparison(Identifier identifier, Operator operator, Literal literal)
                && isLogged(identifier)) {
            String value = join(identifier, "JOIN") + ".value";
            if (literal instanceof Literal.Numeric number) {
                conditions.add(SqlSource.decimals(value, operator, number, parameters));
                if (operator != Operator.NOT_EQUAL) {
                    numbersOnly.add(identifier);
                }
            } else {
                conditions.add(RunVocabulary.compareText(value, operator, literal, parameters));
            }
        } else {
            conditions.add(SqlCompiler.compile(condition, RunVocabulary::source, parameters));
        }
    }

    private String join(Identifier identifier, String kind) {
        return joined.computeIfAbsent(identifier, key -> {
            String alias = "j" + joined.size();
            String table = switch (key.kind()) {
                case METRIC -> "tracking.metric";
                case PARAM -> "tracking.param";
                case TAG -> "tracking.tag";
                case ATTRIBUTE, DATASET -> throw new IllegalArgumentException(key.toString());
            };
            joins.append(' ').append(kind).append(' ').append(table).append(' ').append(alias);
            joins.append(" ON ")
                    .append(alias)
                    .append(".run = r.id AND ")
                    .append(alias)
                    .append(".key = ");
            joins.append(parameters.bind(key.key()));
            joins.append(" AND ").append(alias).append(".experiment").append(experiments);
            return alias;
        });
    }

    private List<SqlOrder.Column> columns(List<Ordering> orderings) {
        List<SqlOrder.Column> columns = new ArrayList<>();
        for (Ordering ordering : orderings) {
            Identifier identifier = ordering.identifier();
            if (isLogged(identifier)) {
                boolean always = joined.containsKey(identifier);
                String value = join(identifier, "LEFT JOIN") + ".value";
                boolean metric = identifier.kind() == Kind.METRIC;
                columns.add(new SqlOrder.Column(
                        value,
                        metric ? SqlOrder.Type.DECIMAL : SqlOrder.Type.TEXT,
                        ordering.ascending(),
                        metric ? !numbersOnly.contains(identifier) : !always));
            } else {
                columns.add(attribute(identifier.key(), ordering.ascending()));
            }
        }
        if (columns.stream().noneMatch(column -> column.expression().equals("r.start_time_ms"))) {
            columns.add(attribute("start_time", false));
        }
        if (columns.stream().noneMatch(column -> column.expression().equals("r.run_id"))) {
            columns.add(attribute("run_id", true));
        }
        return columns;
    }

    private static SqlOrder.Column attribute(String name, boolean ascending) {
        SqlOrder.Type type = switch (name) {
            case "start_time", "end_time" -> SqlOrder.Type.WHOLE;
            case "run_id" -> SqlOrder.Type.UUID;
            default -> SqlOrder.Type.TEXT;
        };
        return new SqlOrder.Column(RunVocabulary.column(name), type, ascending, name.equals("end_time"));
    }

    private static boolean isLogged(Identifier identifier) {
        return switch (identifier.kind()) {
            case METRIC, PARAM, TAG -> true;
            case ATTRIBUTE, DATASET -> false;
        };
    }
}
