package dev.holdfast.model;

import dev.holdfast.artifact.ArtifactOwner;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Asks the rooms that keep runs, logged models and versions. */
@Component
class KnownSources implements SourceRoots {
    private final ObjectProvider<ArtifactOwner> owners;
    private final SourceVersions versions;

    KnownSources(ObjectProvider<ArtifactOwner> owners, SourceVersions versions) {
        this.owners = owners;
        this.versions = versions;
    }

    @Override
    public Optional<Root> run(String runId) {
        return location(ArtifactOwner.Kind.RUN, runId).map(location -> new Root(location, runId));
    }

    @Override
    public Optional<Root> loggedModel(String modelId) {
        return location(ArtifactOwner.Kind.LOGGED_MODEL, modelId).map(location -> new Root(location, null));
    }

    @Override
    public ModelVersion version(ModelUri.Registered uri) {
        return versions.find(uri);
    }

    private Optional<String> location(ArtifactOwner.Kind kind, String id) {
        return owners.stream().filter(owner -> owner.kind() == kind).findFirst().flatMap(owner -> {
            try {
                return Optional.of(owner.location(id));
            } catch (ProblemException e) {
                if (e.type() == ProblemType.NOT_FOUND) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }
}
