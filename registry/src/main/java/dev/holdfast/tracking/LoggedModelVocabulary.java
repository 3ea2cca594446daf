package dev.holdfast.tracking;

import dev.holdfast.search.Attribute;
import dev.holdfast.search.Identifier;
import dev.holdfast.search.Kind;
import dev.holdfast.search.Operator;
import dev.holdfast.search.Vocabulary;
import dev.holdfast.search.Wording;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** What logged models can be searched by, and where it stands: {@code m} is the model's row. */
class LoggedModelVocabulary {
    static final Vocabulary LOGGED_MODELS = Vocabulary.builder()
            .attribute(Attribute.listed("name"))
            .attribute(Attribute.listed("model_id"))
            .attribute(Attribute.listed("model_type"))
            .attribute(Attribute.listed("status"))
            .attribute(Attribute.listed("source_run_id"))
            .attribute(Attribute.listed("experiment_id"))
            .attribute(Attribute.listed("artifact_location"))
            .attribute(Attribute.listed("status_message"))
            .attribute(Attribute.number("creation_timestamp"))
            .attribute(Attribute.number("last_updated_timestamp"))
            .alias("creation_time", "creation_timestamp")
            .alias("creation_timestamp_ms", "creation_timestamp")
            .alias("last_updated_time", "last_updated_timestamp")
            .alias("last_updated_timestamp_ms", "last_updated_timestamp")
            .logged(Kind.METRIC, Operator.NUMERIC, false, true)
            .logged(Kind.PARAM, Operator.LISTED)
            .logged(Kind.TAG, Operator.LISTED)
            .unquotedTexts()
            .wording(new LoggedModelWording())
            .build();

    private LoggedModelVocabulary() {}

    static String column(String attribute) {
        return switch (attribute) {
            case "name" -> "m.name";
            case "model_id" -> "m.model_id";
            case "model_type" -> "m.model_type";
            // As clients have it: PENDING, READY or FAILED.
            case "status" -> "CASE m.status WHEN 'upload_failed' THEN 'FAILED' ELSE upper(m.status) END COLLATE \"C\"";
            case "source_run_id" -> "m.source_run_id";
            case "experiment_id" -> "m.experiment::text COLLATE \"C\"";
            case "artifact_location" -> "m.artifact_uri";
            case "status_message" -> "m.status_message COLLATE \"C\"";
            case "creation_timestamp" -> "m.created_at_ms";
            case "last_updated_timestamp" -> "m.updated_at_ms";
            default -> throw new IllegalArgumentException(attribute);
        };
    }

    /** Whether there may be no value. */
    static boolean nullable(String attribute) {
        return switch (attribute) {
            case "model_type", "source_run_id", "status_message" -> true;
            default -> false;
        };
    }

    static boolean numeric(String attribute) {
        return attribute.endsWith("_timestamp");
    }

    private static final class LoggedModelWording implements Wording {
        @Override
        public String clause(String filter, String clause) {
            return "Invalid filter string: '" + filter + "'. Expected a list of comparisons separated by 'AND'"
                    + " (e.g. 'metrics.loss > 0.1 AND params.lr = 0.01').";
        }

        @Override
        public String kind(String given, List<String> kinds) {
            return "Invalid entity type: '" + given + "'. Expected one of ['attributes', 'metrics', 'params', 'tags'].";
        }

        @Override
        public String operator(Identifier identifier, String given, Collection<String> operators) {
            String kind = switch (identifier.kind()) {
                case ATTRIBUTE -> "attributes";
                case METRIC -> "metrics";
                case PARAM -> "params";
                case TAG -> "tags";
                case DATASET -> "datasets";
            };
            return "Invalid comparison operator for " + kind + "." + identifier.key() + ": '" + given
                    + "'. Expected one of "
                    + operators.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", ", "(", ")"))
                    + ".";
        }
    }
}
