package dev.holdfast.tracking;

import dev.holdfast.search.Attribute;
import dev.holdfast.search.Identifier;
import dev.holdfast.search.Kind;
import dev.holdfast.search.Literal;
import dev.holdfast.search.Operator;
import dev.holdfast.search.SqlParameters;
import dev.holdfast.search.SqlSource;
import dev.holdfast.search.Vocabulary;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** What runs can be searched by, and where it stands: {@code r} is the run's row. */
class RunVocabulary {
    /** The index on values holds so many characters of each. */
    private static final int INDEXED = 250;

    private static final Pattern RUN_ID = Pattern.compile("[0-9a-f]{32}");

    static final Vocabulary RUNS = Vocabulary.builder()
            .attribute(Attribute.text("artifact_uri"))
            .attribute(Attribute.number("end_time"))
            .attribute(Attribute.listed("run_id"))
            .attribute(Attribute.text("run_name"))
            .attribute(Attribute.number("start_time"))
            .attribute(Attribute.text("status"))
            .attribute(Attribute.text("user_id"))
            .alias("created", "start_time")
            .alias("Created", "start_time")
            .alias("run name", "run_name")
            .alias("Run name", "run_name")
            .alias("Run Name", "run_name")
            .logged(Kind.METRIC, Operator.NUMERIC, false, true)
            .logged(Kind.PARAM, Operator.TEXTUAL, true, true)
            .logged(Kind.TAG, Operator.TEXTUAL, true, true)
            .datasets(Operator.LISTED, "name", "digest", "context")
            .build();

    private RunVocabulary() {}

    static SqlSource source(Identifier identifier) {
        String key = identifier.key();
        return switch (identifier.kind()) {
            case ATTRIBUTE -> key.equals("run_id") ? RunVocabulary::compareRunId : SqlSource.column(column(key));
            case METRIC -> SqlSource.decimalRows("tracking.metric m", "m.run = r.id", "m.key", key, "m.value");
            case PARAM -> SqlSource.rows("tracking.param p", "p.run = r.id", "p.key", key, "p.value");
            case TAG -> SqlSource.rows("tracking.tag t", "t.run = r.id", "t.key", key, "t.value");
            case DATASET -> dataset(key);
        };
    }

    /** The column of an attribute, or an expression over it. */
    static String column(String attribute) {
        return switch (attribute) {
            case "artifact_uri" -> "r.artifact_uri COLLATE \"C\"";
            case "end_time" -> "r.end_time_ms";
            case "run_id" -> "r.run_id";
            case "run_name" -> "r.name";
            case "start_time" -> "r.start_time_ms";
            case "status" -> "upper(r.status) COLLATE \"C\"";
            case "user_id" -> "r.user_name";
            default -> throw new IllegalArgumentException(attribute);
        };
    }

    /** Compares what was logged under a key with a text, so that the index on the first characters of the values can be used. */
    static String compareText(String column, Operator operator, Literal literal, SqlParameters parameters) {
        if (operator == Operator.EQUAL && literal instanceof Literal.Text(String value)) {
            String start = "left(" + column + ", " + INDEXED + ") = ";
            return value.codePointCount(0, value.length()) < INDEXED
                    ? start + parameters.bind(value)
                    : "(" + start + "left(" + parameters.bind(value) + ", " + INDEXED + ") AND "
                            + SqlSource.comparison(column, operator, literal, parameters) + ")";
        }
        return SqlSource.comparison(column, operator, literal, parameters);
    }

    private static SqlSource dataset(String key) {
        String column = switch (key) {
            case "name" -> "d.name";
            case "digest" -> "d.digest";
            case "context" -> "nullif(i.context, '')";
            default -> throw new IllegalArgumentException(key);
        };
        return (operator, literal, parameters) ->
                "EXISTS (SELECT 1 FROM tracking.input i JOIN tracking.dataset d ON d.id = i.dataset WHERE i.run = r.id AND "
                        + SqlSource.comparison(column, operator, literal, parameters) + ")";
    }

    /** Ids are stored as numbers of 128 bits: what can't be one equals none. */
    private static String compareRunId(Operator operator, Literal literal, SqlParameters parameters) {
        List<String> ids = switch (literal) {
            case Literal.Text(String id) -> List.of(id);
            case Literal.Texts(List<String> several) -> several;
            case Literal.Numeric number -> throw new IllegalArgumentException("A run's id is a text");
        };
        return switch (operator) {
            case EQUAL, IN -> "r.run_id = ANY(" + parameters.bind(uuids(ids)) + ")";
            case NOT_EQUAL, NOT_IN -> "r.run_id <> ALL(" + parameters.bind(uuids(ids)) + ")";
            default -> SqlSource.comparison("replace(r.run_id::text, '-', '')", operator, literal, parameters);
        };
    }

    private static UUID[] uuids(List<String> ids) {
        return ids.stream().map(RunVocabulary::uuid).flatMap(Optional::stream).toArray(UUID[]::new);
    }

    private static Optional<UUID> uuid(String id) {
        return RUN_ID.matcher(id).matches()
                ? Optional.of(new UUID(Long.parseUnsignedLong(id, 0, 16, 16), Long.parseUnsignedLong(id, 16, 32, 16)))
                : Optional.empty();
    }
}
