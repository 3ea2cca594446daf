package dev.holdfast.tracking;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Runs to search for, written straight into the tables, and what a search finds of them, by the runs' names. */
class SearchedRuns {
    private final JdbcClient jdbc;
    private final RunSearch search;
    final long experiment;

    SearchedRuns(JdbcClient jdbc, RunSearch search) {
        this.jdbc = jdbc;
        this.search = search;
        this.experiment = experiment();
    }

    /** Another experiment. */
    final long experiment() {
        return jdbc.sql("""
                        INSERT INTO tracking.experiment (name, lifecycle, created_at_ms, updated_at_ms, artifact_location)
                        VALUES (:name, 'active', 1, 1, 'mlflow-artifacts:/x') RETURNING id
                        """)
                .param("name", UUID.randomUUID().toString())
                .query(Long.class)
                .single();
    }

    Seed run(String name) {
        return new Seed(name);
    }

    List<String> find(@Nullable String filter, String... orderBy) {
        return names(search.find(request(List.of(experiment), filter, List.of(orderBy), 1000, null))
                .runs());
    }

    /** All pages of so many runs. */
    List<String> findInPages(int size, @Nullable String filter, String... orderBy) {
        List<RunRevision> all = new ArrayList<>();
        String token = null;
        do {
            RunSearch.Found found = search.find(request(List.of(experiment), filter, List.of(orderBy), size, token));
            all.addAll(found.runs());
            token = found.nextPageToken();
        } while (token != null);
        return names(all);
    }

    static RunSearchRequest request(
            List<Long> experiments, @Nullable String filter, List<String> orderBy, int size, @Nullable String token) {
        return new RunSearchRequest(experiments, filter, orderBy, LifecycleView.ACTIVE_ONLY, size, token);
    }

    List<String> names(List<RunRevision> runs) {
        Map<Long, String> names = new LinkedHashMap<>();
        jdbc.sql("SELECT id, name FROM tracking.run WHERE id = ANY(:ids)")
                .param("ids", runs.stream().map(RunRevision::id).toArray(Long[]::new))
                .query(rs -> {
                    names.put(rs.getLong("id"), rs.getString("name"));
                });
        return runs.stream().map(run -> String.valueOf(names.get(run.id()))).toList();
    }

    final class Seed {
        final String name;
        final UUID runId;
        private final long id;
        private long in = experiment;

        private Seed(String name) {
            this(name, UUID.randomUUID());
        }

        private Seed(String name, UUID runId) {
            this.name = name;
            this.runId = runId;
            this.id = jdbc.sql("""
                            INSERT INTO tracking.run
                                (run_id, experiment, name, status, lifecycle, user_name, start_time_ms, artifact_uri)
                            VALUES (:runId, :experiment, :name, 'running', 'active', 'ada', 0, 'mlflow-artifacts:/a/' || :name)
                            RETURNING id
                            """)
                    .param("runId", runId)
                    .param("experiment", in)
                    .param("name", name)
                    .query(Long.class)
                    .single();
        }

        /** The id as callers know it. */
        String hex() {
            return runId.toString().replace("-", "");
        }

        Seed with(String column, Object value) {
            jdbc.sql("UPDATE tracking.run SET " + column + " = :value WHERE id = :id")
                    .param("value", value)
                    .param("id", id)
                    .update();
            if (column.equals("experiment")) {
                in = (Long) value;
            }
            return this;
        }

        Seed metric(String key, double value) {
            return add(
                    "INSERT INTO tracking.metric (run, experiment, key, value, timestamp_ms, step)"
                            + " VALUES (:run, :experiment, :key, :value, 1, 0)",
                    key,
                    value);
        }

        Seed param(String key, String value) {
            return add(
                    "INSERT INTO tracking.param (run, experiment, key, value) VALUES (:run, :experiment, :key, :value)",
                    key,
                    value);
        }

        Seed tag(String key, String value) {
            return add(
                    "INSERT INTO tracking.tag (run, experiment, key, value) VALUES (:run, :experiment, :key, :value)",
                    key,
                    value);
        }

        private Seed add(String sql, String key, Object value) {
            jdbc.sql(sql)
                    .param("run", id)
                    .param("experiment", in)
                    .param("key", key)
                    .param("value", value)
                    .update();
            return this;
        }

        Seed read(String dataset, String digest, String context) {
            jdbc.sql("""
                            WITH dataset AS (
                                INSERT INTO tracking.dataset AS d (experiment, name, digest)
                                VALUES (:experiment, :name, :digest)
                                ON CONFLICT (experiment, name, digest) DO UPDATE SET name = d.name RETURNING id
                            )
                            INSERT INTO tracking.input (run, dataset, context) SELECT :run, id, :context FROM dataset
                            """)
                    .param("experiment", in)
                    .param("name", dataset)
                    .param("digest", digest)
                    .param("run", id)
                    .param("context", context)
                    .update();
            return this;
        }
    }
}
