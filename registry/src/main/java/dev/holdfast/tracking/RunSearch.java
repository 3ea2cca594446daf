package dev.holdfast.tracking;

import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.search.Condition;
import dev.holdfast.search.Ordering;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Finds runs by what they logged. */
@Service
public class RunSearch {
    private final JdbcClient jdbc;
    private final SearchClient client;
    private final FoundRuns foundRuns;
    private final ExperimentStore experiments;
    private final RunReader reader;
    private final RenderedRuns rendered;

    RunSearch(
            JdbcClient jdbc,
            SearchClient client,
            FoundRuns foundRuns,
            ExperimentStore experiments,
            RunReader reader,
            RenderedRuns rendered) {
        this.jdbc = jdbc;
        this.client = client;
        this.foundRuns = foundRuns;
        this.experiments = experiments;
        this.reader = reader;
        this.rendered = rendered;
    }

    /** A page of runs; a problem (400) that names the place where the filter, the order or the token can't be read. */
    public RunPage search(RunSearchRequest request) {
        Found found = find(request);
        return new RunPage(found.runs(), found.nextPageToken(), rendered);
    }

    /**
     * A page of runs in use.
     *
     * @param experiment its name; absent for all that are in use
     */
    public Page<Run> list(
            @Nullable String experiment, @Nullable String filter, List<String> orderBy, PageRequest page) {
        Found found = find(new RunSearchRequest(
                experiment == null ? active() : List.of(number(experiment)),
                filter,
                orderBy,
                LifecycleView.ACTIVE_ONLY,
                page.maxResults(),
                page.pageToken()));
        return new Page<>(reader.get(found.runs()), found.nextPageToken());
    }

    private long number(String experiment) {
        return experiments
                .find(experiment)
                .orElseThrow(() -> ProblemException.notFound("experiment \"" + experiment + "\""))
                .id();
    }

    private List<Long> active() {
        return jdbc.sql("SELECT id FROM tracking.experiment WHERE lifecycle = 'active'")
                .query((rs, row) -> rs.getLong("id"))
                .list();
    }

    /** The rows of a page of runs. */
    Found find(RunSearchRequest request) {
        return foundRuns.get(request, () -> query(request));
    }

    private Found query(RunSearchRequest request) {
        SearchLimits.check(request.maxResults(), RunSearchRequest.LIMIT);
        Condition condition = RunVocabulary.RUNS.condition(request.filter());
        List<Ordering> order = RunVocabulary.RUNS.order(request.orderBy());
        if (request.experiments().isEmpty()) {
            return new Found(List.of(), null);
        }
        RunQuery query = new RunQuery(request.experiments(), request.view(), condition, order);
        if (request.pageToken() != null) {
            query.after(request.pageToken());
        }
        String sql = query.sql(request.maxResults() + 1);
        return (query.isPlain() ? client.plain(sql) : client.filtered(sql))
                .params(query.parameters())
                .query((ResultSetExtractor<Found>) rows -> read(rows, query, request.maxResults()));
    }

    private static Found read(ResultSet rows, RunQuery query, int maxResults) throws SQLException {
        List<RunRevision> runs = new ArrayList<>();
        List<String> last = List.of();
        while (rows.next()) {
            if (runs.size() == maxResults) {
                return new Found(runs, query.token(last));
            }
            runs.add(new RunRevision(rows.getLong(1), rows.getLong(2)));
            if (runs.size() == maxResults) {
                last = query.order().keys(rows);
            }
        }
        return new Found(runs, null);
    }

    /** Which runs, as of which revision. */
    record Found(List<RunRevision> runs, @Nullable String nextPageToken) {
        Found {
            runs = List.copyOf(runs);
        }
    }
}
