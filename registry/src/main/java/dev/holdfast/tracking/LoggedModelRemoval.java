package dev.holdfast.tracking;

import dev.holdfast.artifact.ArtifactPath;
import dev.holdfast.artifact.Artifacts;
import dev.holdfast.kernel.Actor;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Moves and removes logged models with what they belong to. */
@Component
class LoggedModelRemoval implements RunDependents {
    private static final String DELETE = "DELETE FROM tracking.logged_model WHERE ";

    private final JdbcClient jdbc;
    private final Artifacts artifacts;

    LoggedModelRemoval(JdbcClient jdbc, Artifacts artifacts) {
        this.jdbc = jdbc;
        this.artifacts = artifacts;
    }

    /** The models that the run made go along; their files stay where they lie. */
    @Override
    public void moved(MeasuredModels.RunKey run, long experiment) {
        jdbc.sql("""
                        UPDATE tracking.logged_model SET experiment = :to
                        WHERE experiment = :from
                          AND source_run_id = (SELECT replace(run_id::text, '-', '') FROM tracking.run WHERE id = :run)
                        """)
                .param("to", experiment)
                .param("from", run.experiment())
                .param("run", run.id())
                .update();
    }

    @Override
    public void purged(long experiment) {
        delete("experiment = :experiment", Map.of("experiment", experiment));
    }

    @Override
    public int purgeDeleted(long beforeMs) {
        return delete("lifecycle = 'deleted' AND updated_at_ms <= :before", Map.of("before", beforeMs));
    }

    private int delete(String condition, Map<String, Object> parameters) {
        List<Gone> gone = jdbc.sql(DELETE + condition + " RETURNING model_id, artifact_uri")
                .params(parameters)
                .query((rs, row) -> new Gone(rs.getString("model_id"), rs.getString("artifact_uri")))
                .list();
        for (Gone model : gone) {
            // Only what lies with us, and only where the path is the model's own.
            ArtifactPath.ofUri(model.artifactUri())
                    .filter(path -> path.text().contains(model.modelId()))
                    .ifPresent(path -> artifacts.delete(path, Actor.SYSTEM));
        }
        return gone.size();
    }

    private record Gone(String modelId, String artifactUri) {}
}
