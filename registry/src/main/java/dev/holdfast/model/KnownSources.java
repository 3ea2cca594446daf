package dev.holdfast.model;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.tracking.LoggedModel;
import dev.holdfast.tracking.LoggedModels;
import dev.holdfast.tracking.Runs;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Asks the rooms that keep runs, logged models and versions. */
@Component
class KnownSources implements SourceRoots {
    private final Runs runs;
    private final LoggedModels loggedModels;
    private final SourceVersions versions;

    KnownSources(Runs runs, LoggedModels loggedModels, SourceVersions versions) {
        this.runs = runs;
        this.loggedModels = loggedModels;
        this.versions = versions;
    }

    @Override
    public Optional<Root> run(String runId) {
        try {
            return Optional.of(new Root(runs.artifactUri(runId), runId));
        } catch (ProblemException e) {
            return emptyWhereNotFound(e);
        }
    }

    @Override
    public Optional<Root> loggedModel(String modelId) {
        try {
            LoggedModel model = loggedModels.get(modelId);
            return Optional.of(new Root(model.artifactUri(), model.sourceRunId()));
        } catch (ProblemException e) {
            return emptyWhereNotFound(e);
        }
    }

    @Override
    public ModelVersion version(ModelUri.Registered uri) {
        return versions.find(uri);
    }

    private static Optional<Root> emptyWhereNotFound(ProblemException e) {
        if (e.type() == ProblemType.NOT_FOUND) {
            return Optional.empty();
        }
        throw e;
    }
}
