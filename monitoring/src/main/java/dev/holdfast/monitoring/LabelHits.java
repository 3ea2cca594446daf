package dev.holdfast.monitoring;

import dev.holdfast.release.LabelSource;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts right predictions for promotion rules. */
@Component
class LabelHits implements LabelSource {
    private final JdbcClient database;

    LabelHits(JdbcClient database) {
        this.database = database;
    }

    @Override
    public Map<Integer, Hits> hits(String deployment, Instant since, @Nullable Double tolerance) {
        Map<Integer, Hits> hits = new HashMap<>();
        database.sql("""
                        SELECT release, count(*) AS labelled, count(*) FILTER (WHERE CASE
                            WHEN predicted_class IS NOT NULL THEN predicted_class = true_class
                            ELSE abs(predicted_number - true_number) <= ? END) AS correct
                        FROM monitoring.label WHERE deployment = ? AND predicted_at >= ? GROUP BY release
                        """)
                .params(tolerance == null ? 0.0 : tolerance, deployment, Timestamp.from(since))
                .query(row -> {
                    hits.put(row.getInt("release"), new Hits(row.getLong("labelled"), row.getLong("correct")));
                });
        return hits;
    }
}
