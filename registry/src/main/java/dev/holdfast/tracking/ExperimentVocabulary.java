package dev.holdfast.tracking;

import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.search.Attribute;
import dev.holdfast.search.Identifier;
import dev.holdfast.search.Kind;
import dev.holdfast.search.Literal;
import dev.holdfast.search.Operator;
import dev.holdfast.search.SqlOrder;
import dev.holdfast.search.SqlParameters;
import dev.holdfast.search.SqlSource;
import dev.holdfast.search.Vocabulary;
import dev.holdfast.search.Wording;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** What experiments can be searched by, and where it stands: {@code e} is the experiment's row. */
class ExperimentVocabulary {
    static final Vocabulary EXPERIMENTS = Vocabulary.builder()
            .attribute(Attribute.text("name"))
            .attribute(new Attribute(
                    "experiment_id",
                    Attribute.Type.TEXT,
                    Set.of(Operator.EQUAL, Operator.NOT_EQUAL, Operator.IN, Operator.NOT_IN),
                    true))
            .attribute(Attribute.number("creation_time"))
            .attribute(Attribute.number("last_update_time"))
            .logged(Kind.TAG, Operator.TEXTUAL, true, false)
            .wording(new ExperimentWording())
            .build();

    private ExperimentVocabulary() {}

    static SqlSource source(Identifier identifier) {
        String key = identifier.key();
        return switch (identifier.kind()) {
            case ATTRIBUTE ->
                key.equals("experiment_id") ? ExperimentVocabulary::compareId : SqlSource.column(column(key));
            case TAG -> SqlSource.rows("tracking.experiment_tag t", "t.experiment = e.id", "t.key", key, "t.value");
            case METRIC, PARAM, DATASET -> throw new IllegalArgumentException(identifier.toString());
        };
    }

    /** By creation, the newest first, where nothing else is asked for. */
    static SqlOrder order(List<String> clauses) {
        List<SqlOrder.Column> columns = new ArrayList<>();
        EXPERIMENTS
                .order(clauses.isEmpty() ? List.of("creation_time DESC", "experiment_id ASC") : clauses)
                .forEach(ordering -> columns.add(column(ordering.identifier().key(), ordering.ascending())));
        if (columns.stream().noneMatch(column -> column.expression().equals("e.id"))) {
            columns.add(column("experiment_id", false));
        }
        return new SqlOrder(columns);
    }

    private static SqlOrder.Column column(String attribute, boolean ascending) {
        SqlOrder.Type type = attribute.equals("name") ? SqlOrder.Type.TEXT : SqlOrder.Type.WHOLE;
        return new SqlOrder.Column(column(attribute), type, ascending, false);
    }

    private static String column(String attribute) {
        return switch (attribute) {
            case "name" -> "e.name";
            case "experiment_id" -> "e.id";
            case "creation_time" -> "e.created_at_ms";
            case "last_update_time" -> "e.updated_at_ms";
            default -> throw new IllegalArgumentException(attribute);
        };
    }

    /** Ids are written as texts and stored as numbers. */
    private static String compareId(Operator operator, Literal literal, SqlParameters parameters) {
        List<String> ids = switch (literal) {
            case Literal.Text(String id) -> List.of(id);
            case Literal.Texts(List<String> several) -> several;
            case Literal.Numeric number -> throw new IllegalArgumentException("An experiment's id is a text");
        };
        String values =
                parameters.bind(ids.stream().map(ExperimentVocabulary::number).toArray(Long[]::new));
        return operator == Operator.EQUAL || operator == Operator.IN
                ? "e.id = ANY(" + values + ")"
                : "e.id <> ALL(" + values + ")";
    }

    /** The number that an id stands for; a malformed request where it is none. */
    static long number(String id) {
        try {
            return Long.parseLong(id.strip());
        } catch (NumberFormatException e) {
            String message = "Invalid experiment ID '" + id + "'. Experiment ID must be a valid integer.";
            throw new ProblemException(
                    ProblemType.MALFORMED_REQUEST, message, List.of(new FieldError("experiment_id", id, message)));
        }
    }

    private static final class ExperimentWording implements Wording {
        @Override
        public String operator(Identifier identifier, String given, Collection<String> operators) {
            return switch (identifier.kind()) {
                case TAG -> "Invalid comparator for tag: " + given;
                default -> "Invalid comparator for " + identifier.key() + ": " + given + " is not one of " + operators;
            };
        }

        @Override
        public String presence(Identifier identifier) {
            return "IS NULL / IS NOT NULL is only supported for tags, not for attribute '" + identifier.key() + "'";
        }
    }
}
