package dev.holdfast.tracking;

import dev.holdfast.mlflow.JsonBytes;
import dev.holdfast.search.PageToken;
import dev.holdfast.search.SqlCompiler;
import dev.holdfast.search.SqlOrder;
import dev.holdfast.search.SqlParameters;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Finds experiments by their names, times and tags. */
@Service
public class ExperimentSearch {
    /** Datasets that {@link #datasets} gives at most. */
    private static final int MAX_DATASETS = 1_000;

    private final JdbcClient jdbc;

    ExperimentSearch(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A page of experiments; a problem (400) that names the place where the filter, the order or the token can't be read. */
    public ExperimentPage search(ExperimentSearchRequest request) {
        SearchLimits.check(request.maxResults(), ExperimentSearchRequest.LIMIT);
        SqlOrder order = ExperimentVocabulary.order(request.orderBy());
        String fingerprint = PageToken.fingerprint(order);
        SqlParameters parameters = new SqlParameters("q");
        String condition = SqlCompiler.compile(
                ExperimentVocabulary.EXPERIMENTS.condition(request.filter()), ExperimentVocabulary::source, parameters);
        String token = request.pageToken();
        String after = token == null
                ? ""
                : " AND "
                        + order.after(
                                PageToken.decode(
                                        token, fingerprint, order.columns().size()),
                                token,
                                parameters);
        String sql = """
                SELECT e.id, e.name, e.artifact_location, e.lifecycle, e.created_at_ms, e.updated_at_ms,
                       (SELECT json_agg(json_build_object('key', t.key, 'value', t.value) ORDER BY t.key)::text
                        FROM tracking.experiment_tag t WHERE t.experiment = e.id) AS tags,
                """ + order.selected() + " FROM tracking.experiment e WHERE "
                + request.view().condition("e.lifecycle")
                + " AND " + condition + after + " ORDER BY " + order.orderBy() + " LIMIT "
                + parameters.bind(request.maxResults() + 1);
        return jdbc.sql(sql).params(parameters.values()).query((ResultSetExtractor<ExperimentPage>)
                rows -> read(rows, order, fingerprint, request.maxResults()));
    }

    /** The datasets that runs of these experiments read, each once for every context. */
    public List<DatasetSummary> datasets(List<Long> experiments) {
        return jdbc.sql("""
                        SELECT DISTINCT d.experiment, d.name, d.digest, nullif(i.context, '') AS context
                        FROM tracking.dataset d JOIN tracking.input i ON i.dataset = d.id
                        WHERE d.experiment = ANY(:experiments)
                        ORDER BY d.experiment, d.name, d.digest, context LIMIT :limit
                        """)
                .param("experiments", experiments.toArray(Long[]::new))
                .param("limit", MAX_DATASETS)
                .query((rs, row) -> new DatasetSummary(
                        rs.getLong("experiment"),
                        rs.getString("name"),
                        rs.getString("digest"),
                        rs.getString("context")))
                .list();
    }

    private static ExperimentPage read(ResultSet rows, SqlOrder order, String fingerprint, int maxResults)
            throws SQLException {
        JsonBytes json = new JsonBytes(16_384);
        List<String> last = List.of();
        int count = 0;
        while (rows.next()) {
            if (count == maxResults) {
                return new ExperimentPage(json.toByteArray(), new PageToken(fingerprint, last).encode());
            }
            write(rows, json.raw(count == 0 ? "{" : ",{"));
            if (++count == maxResults) {
                last = order.keys(rows);
            }
        }
        return new ExperimentPage(json.toByteArray(), null);
    }

    private static void write(ResultSet row, JsonBytes json) throws SQLException {
        json.raw("\"experiment_id\":\"")
                .number(row.getLong(1))
                .raw("\",\"name\":")
                .text(row.getString(2));
        json.raw(",\"artifact_location\":").text(row.getString(3));
        json.raw(",\"lifecycle_stage\":").text(row.getString(4));
        json.raw(",\"creation_time\":").number(row.getLong(5));
        json.raw(",\"last_update_time\":").number(row.getLong(6));
        String tags = row.getString(7);
        if (tags != null) {
            json.raw(",\"tags\":").raw(tags);
        }
        json.raw("}");
    }

    /**
     * A dataset that was read.
     *
     * @param context what for, as the client said; absent where it said nothing
     */
    public record DatasetSummary(
            long experiment,
            String name,
            String digest,
            @Nullable String context) {}
}
