package dev.holdfast.tracking;

import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.search.Condition;
import dev.holdfast.search.Identifier;
import dev.holdfast.search.Kind;
import dev.holdfast.search.Literal;
import dev.holdfast.search.Ordering;
import dev.holdfast.search.SqlCompiler;
import dev.holdfast.search.SqlOrder;
import dev.holdfast.search.SqlParameters;
import dev.holdfast.search.SqlSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The statement for a search of logged models: which rows, not what they hold. */
final class LoggedModelQuery {
    private final SqlParameters parameters = new SqlParameters("q");
    private final StringBuilder joins = new StringBuilder();
    private final List<String> conditions = new ArrayList<>();
    private final List<LoggedModelSearchRequest.Dataset> datasets;
    private final SqlOrder order;

    LoggedModelQuery(LoggedModelSearchRequest request) {
        this.datasets = request.datasets();
        Condition condition = LoggedModelVocabulary.LOGGED_MODELS.condition(request.filter());
        conditions.add("m.lifecycle = 'active'");
        conditions.add(
                "m.experiment = ANY(" + parameters.bind(request.experiments().toArray(Long[]::new)) + ")");
        conditions.add(SqlCompiler.compile(condition, this::source, parameters));
        boolean measured = condition.comparisons().stream()
                .anyMatch(each -> each.identifier().kind() == Kind.METRIC);
        if (!datasets.isEmpty() && !measured) {
            conditions.add(
                    "EXISTS (SELECT 1 FROM tracking.logged_model_metric f WHERE f.model = m.id" + onDatasets() + ")");
        }
        List<SqlOrder.Column> columns = new ArrayList<>();
        request.orderBy().forEach(each -> columns.add(column(each)));
        ifMissing(columns, "creation_timestamp", false);
        ifMissing(columns, "model_id", true);
        this.order = new SqlOrder(columns);
    }

    SqlOrder order() {
        return order;
    }

    void after(List<String> keys, String token) {
        conditions.add(order.after(keys, token, parameters));
    }

    String sql(int limit) {
        return "SELECT m.id, " + order.selected() + " FROM tracking.logged_model m" + joins + " WHERE "
                + String.join(" AND ", conditions) + " ORDER BY " + order.orderBy() + " LIMIT "
                + parameters.bind(limit);
    }

    Map<String, Object> parameters() {
        return parameters.values();
    }

    private SqlSource source(Identifier identifier) {
        String key = identifier.key();
        return switch (identifier.kind()) {
            case ATTRIBUTE -> SqlSource.column(LoggedModelVocabulary.column(key));
            case PARAM -> SqlSource.rows("tracking.logged_model_param p", "p.model = m.id", "p.key", key, "p.value");
            case TAG -> SqlSource.rows("tracking.logged_model_tag t", "t.model = m.id", "t.key", key, "t.value");
            case METRIC ->
                (operator, literal, values) -> {
                    if (!(literal instanceof Literal.Numeric number)) {
                        throw new IllegalArgumentException("A metric is a number");
                    }
                    return "EXISTS (SELECT 1 FROM tracking.logged_model_metric f WHERE f.model = m.id AND f.key = "
                            + values.bind(key) + " AND " + SqlSource.decimals("f.value", operator, number, values)
                            + onDatasets() + ")";
                };
            case DATASET -> throw new IllegalArgumentException(identifier.toString());
        };
    }

    private String onDatasets() {
        return datasets.isEmpty()
                ? ""
                : datasets.stream().map(this::isOn).collect(Collectors.joining(" OR ", " AND (", ")"));
    }

    private String isOn(LoggedModelSearchRequest.Dataset dataset) {
        String named = "f.dataset_name = " + parameters.bind(dataset.name());
        return dataset.digest() == null
                ? named
                : "(" + named + " AND f.dataset_digest = " + parameters.bind(dataset.digest()) + ")";
    }

    private SqlOrder.Column column(LoggedModelSearchRequest.Order wanted) {
        Identifier identifier = identifier(wanted.field());
        if (identifier.kind() != Kind.METRIC) {
            return attribute(identifier.key(), wanted.ascending());
        }
        String alias = "o" + joins.length();
        joins.append(" LEFT JOIN LATERAL (SELECT f.value FROM tracking.logged_model_metric f WHERE f.model = m.id")
                .append(" AND f.key = ")
                .append(parameters.bind(identifier.key()))
                .append(wanted.dataset() == null ? "" : " AND " + isOn(wanted.dataset()))
                .append(" ORDER BY f.timestamp_ms DESC, f.step DESC, f.run LIMIT 1) ")
                .append(alias)
                .append(" ON TRUE");
        return new SqlOrder.Column(alias + ".value", SqlOrder.Type.DECIMAL, wanted.ascending(), true);
    }

    /** Here a metric's key is whatever follows the first dot, without quotes around it. */
    private static Identifier identifier(String field) {
        int dot = field.indexOf('.');
        String kind = dot < 0 ? null : field.substring(0, dot);
        if ("metrics".equals(kind)) {
            return new Identifier(Kind.METRIC, field.substring(dot + 1));
        }
        if (kind != null) {
            throw refusal("Invalid order by field name: " + field + ". Only metrics are supported.", field);
        }
        try {
            List<Ordering> read = LoggedModelVocabulary.LOGGED_MODELS.order(List.of(field));
            return read.getFirst().identifier();
        } catch (ProblemException e) {
            throw refusal("Invalid order by field name: " + field, field);
        }
    }

    private static ProblemException refusal(String message, @Nullable String field) {
        return new ProblemException(
                ProblemType.MALFORMED_REQUEST, message, List.of(new FieldError("order_by", field, message)));
    }

    private static void ifMissing(List<SqlOrder.Column> columns, String attribute, boolean ascending) {
        String expression = LoggedModelVocabulary.column(attribute);
        if (columns.stream().noneMatch(column -> column.expression().equals(expression))) {
            columns.add(attribute(attribute, ascending));
        }
    }

    private static SqlOrder.Column attribute(String name, boolean ascending) {
        return new SqlOrder.Column(
                LoggedModelVocabulary.column(name),
                LoggedModelVocabulary.numeric(name) ? SqlOrder.Type.WHOLE : SqlOrder.Type.TEXT,
                ascending,
                LoggedModelVocabulary.nullable(name));
    }
}
