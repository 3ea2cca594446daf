package dev.holdfast.model;

import dev.holdfast.kernel.Page;
import dev.holdfast.search.Attribute;
import dev.holdfast.search.Condition;
import dev.holdfast.search.Identifier;
import dev.holdfast.search.Kind;
import dev.holdfast.search.Literal;
import dev.holdfast.search.Operator;
import dev.holdfast.search.Ordering;
import dev.holdfast.search.PageToken;
import dev.holdfast.search.SqlCompiler;
import dev.holdfast.search.SqlFragment;
import dev.holdfast.search.SqlSource;
import dev.holdfast.search.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds registered models and versions by a filter. A constant number of statements, whatever is found. */
@Component
class RegistrySearch {
    private static final Map<String, String> MODEL_COLUMNS =
            Map.of("name", "m.name", "owner", "coalesce(m.owner, '')", "last_updated_timestamp", "m.updated_at");
    private static final Map<String, String> VERSION_COLUMNS = Map.of(
            "name", "m.name",
            "version_number", "v.version",
            "run_id", "coalesce(v.run_id, '')",
            "source_path", "coalesce(v.source, 'mlflow-artifacts:/models/' || m.name || '/' || v.version)",
            "creation_timestamp", "v.created_at",
            "last_updated_timestamp", "v.updated_at");

    private static final Vocabulary MODELS = Vocabulary.builder()
            .attribute(Attribute.listed("name"))
            .attribute(Attribute.listed("owner").filtersOnly())
            .attribute(Attribute.number("last_updated_timestamp").ordersOnly())
            .alias("timestamp", "last_updated_timestamp")
            .logged(Kind.TAG, Operator.TEXTUAL)
            .wording(new RegistryWording("order by key"))
            .build();

    private static final Vocabulary VERSIONS = Vocabulary.builder()
            .attribute(Attribute.listed("name"))
            .attribute(Attribute.count("version_number"))
            .attribute(Attribute.listed("run_id").filtersOnly())
            .attribute(Attribute.text("source_path").filtersOnly())
            .attribute(Attribute.number("creation_timestamp").ordersOnly())
            .attribute(Attribute.number("last_updated_timestamp").ordersOnly())
            .logged(Kind.TAG, Operator.TEXTUAL)
            .wording(new RegistryWording("attribute key"))
            .build();

    private static final String NO_PROMPT_MODELS = """
            m.id NOT IN (SELECT p.model FROM model.registered_model_tag p
                         WHERE p.key = 'mlflow.prompt.is_prompt' AND p.value = 'true')""";
    private static final String NO_PROMPT_VERSIONS = """
            v.model NOT IN (SELECT q.model FROM model.version_tag p JOIN model.version q ON q.id = p.version
                            WHERE p.key = 'mlflow.prompt.is_prompt' AND p.value = 'true')""";

    private final JdbcClient jdbc;
    private final ModelRepository models;
    private final VersionRepository versions;
    private final ModelJson json;

    RegistrySearch(JdbcClient jdbc, ModelRepository models, VersionRepository versions, ModelJson json) {
        this.jdbc = jdbc;
        this.models = models;
        this.versions = versions;
        this.json = json;
    }

    Page<RegisteredModel> models(RegistryQuery query) {
        PromptFilter filter = PromptFilter.of(MODELS.condition(query.filter()));
        SqlFragment where = SqlCompiler.compile(
                filter.condition(),
                identifier -> identifier.kind() == Kind.TAG
                        ? SqlSource.rows(
                                "model.registered_model_tag t", "t.model = m.id", "t.key", identifier.key(), "t.value")
                        : SqlSource.column(column(MODEL_COLUMNS, identifier.key())));
        Page<UUID> found = page(
                query,
                "",
                "SELECT m.id FROM model.registered_model m WHERE ",
                where,
                filter.wantsPrompts() ? "" : " AND " + NO_PROMPT_MODELS,
                order(MODELS, query, MODEL_COLUMNS, List.of("m.name")));
        Map<UUID, ModelEntity> rows = models.findByIdIn(found.items()).stream()
                .collect(Collectors.toMap(ModelEntity::id, Function.identity()));
        // What was deleted since is left out.
        return new Page<>(
                found.items().stream()
                        .filter(rows::containsKey)
                        .map(rows::get)
                        .map(ModelEntity::toRecord)
                        .toList(),
                found.nextPageToken());
    }

    Page<ModelVersion> versions(RegistryQuery query) {
        return versions(query, VERSIONS.condition(query.filter()), "");
    }

    /** Only of this model. */
    Page<ModelVersion> versions(String model, RegistryQuery query) {
        Condition ofModel = new Condition.Comparison(
                new Identifier(Kind.ATTRIBUTE, "name"), Operator.EQUAL, new Literal.Text(model));
        return versions(query, new Condition.And(List.of(ofModel, VERSIONS.condition(query.filter()))), model);
    }

    private Page<ModelVersion> versions(RegistryQuery query, Condition condition, String scope) {
        PromptFilter filter = PromptFilter.of(condition);
        SqlFragment where = SqlCompiler.compile(
                filter.condition(),
                identifier -> identifier.kind() == Kind.TAG
                        ? SqlSource.rows(
                                "model.version_tag t", "t.version = v.id", "t.key", identifier.key(), "t.value")
                        : SqlSource.column(column(VERSION_COLUMNS, identifier.key())));
        List<String> ties = query.orderBy().isEmpty()
                ? List.of("v.updated_at DESC", "m.name", "v.version DESC")
                : List.of("m.name", "v.version DESC");
        Page<UUID> found = page(
                query,
                scope,
                "SELECT v.id FROM model.version v JOIN model.registered_model m ON m.id = v.model WHERE ",
                where,
                filter.wantsPrompts() ? "" : " AND " + NO_PROMPT_VERSIONS,
                order(VERSIONS, query, VERSION_COLUMNS, ties));
        Map<UUID, VersionEntity> rows = found.items().isEmpty()
                ? Map.of()
                : versions.findByIds(found.items()).stream()
                        .collect(Collectors.toMap(VersionEntity::id, Function.identity()));
        return new Page<>(
                found.items().stream()
                        .filter(rows::containsKey)
                        .map(rows::get)
                        .map(version -> version.toRecord(json))
                        .toList(),
                found.nextPageToken());
    }

    /** Tokens say how many rows came before: orders differ too much for keys of their own. */
    private Page<UUID> page(
            RegistryQuery query, String scope, String select, SqlFragment where, String prompts, String order) {
        String fingerprint =
                PageToken.fingerprint(scope, select, query.filter() == null ? "" : query.filter(), query.orderBy());
        String token = query.pageToken();
        int offset = token == null || token.isEmpty() ? 0 : offset(token, fingerprint);
        List<UUID> ids = jdbc.sql(
                        select + where.sql() + prompts + " ORDER BY " + order + " LIMIT :limit OFFSET :offset")
                .params(where.parameters())
                .param("limit", query.maxResults() + 1)
                .param("offset", offset)
                .query((row, number) -> Objects.requireNonNull(row.getObject(1, UUID.class)))
                .list();
        if (ids.size() <= query.maxResults()) {
            return new Page<>(ids, null);
        }
        String next = new PageToken(fingerprint, List.of(Integer.toString(offset + query.maxResults()))).encode();
        return new Page<>(ids.subList(0, query.maxResults()), next);
    }

    private static int offset(String token, String fingerprint) {
        String offset = PageToken.decode(token, fingerprint, 1).getFirst();
        try {
            return Integer.parseUnsignedInt(offset);
        } catch (NumberFormatException e) {
            throw PageToken.invalid(token, "Invalid page token; leave it out to start from the beginning");
        }
    }

    private static String order(
            Vocabulary vocabulary, RegistryQuery query, Map<String, String> columns, List<String> ties) {
        List<String> order = new ArrayList<>();
        for (Ordering each : vocabulary.order(query.orderBy())) {
            order.add(column(columns, each.identifier().key()) + (each.ascending() ? "" : " DESC"));
        }
        ties.stream()
                .filter(tie -> order.stream().noneMatch(key -> key.split(" ", 2)[0].equals(tie.split(" ", 2)[0])))
                .forEach(order::add);
        return String.join(", ", order);
    }

    private static String column(Map<String, String> columns, String key) {
        String column = columns.get(key);
        if (column == null) {
            throw new IllegalArgumentException("Not in the vocabulary: " + key);
        }
        return column;
    }
}
