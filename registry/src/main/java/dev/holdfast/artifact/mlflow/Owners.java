package dev.holdfast.artifact.mlflow;

import dev.holdfast.artifact.ArtifactOwner;
import dev.holdfast.artifact.ArtifactPath;
import dev.holdfast.mlflow.MlflowErrorCode;
import dev.holdfast.mlflow.MlflowException;
import java.util.List;
import org.springframework.stereotype.Component;

/** Asks the rooms where the artifacts of what they keep lie. */
@Component
class Owners {
    private final List<ArtifactOwner> owners;

    Owners(List<ArtifactOwner> owners) {
        this.owners = List.copyOf(owners);
    }

    String location(ArtifactOwner.Kind kind, String id) {
        return owners.stream()
                .filter(owner -> owner.kind() == kind)
                .findFirst()
                .orElseThrow(() -> new MlflowException(
                        MlflowErrorCode.NOT_IMPLEMENTED, "This server does not keep artifacts of that kind."))
                .location(id);
    }

    /** Where in the tree a location lies. */
    ArtifactPath root(String location) {
        return ArtifactPath.ofUri(location)
                .orElseThrow(() -> MlflowException.invalid(
                        "The artifacts lie at " + location + ", which this server does not serve; read them there."));
    }
}
