package dev.holdfast.model;

import dev.holdfast.kernel.ProblemException;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Keeps what deployments may go back to from being deleted or renamed under them. */
@Component
class Releases {
    private static final int SHOWN = 3;

    private final ObjectProvider<LineageSource> sources;

    Releases(ObjectProvider<LineageSource> sources) {
        this.sources = sources;
    }

    /** A problem (409) where a release uses the version. The caller has locked the model. */
    void refuseIfUsed(String model, int version, String change) {
        refuse(
                sources.orderedStream()
                        .flatMap(source -> source.downstreamOf(model, version).stream())
                        .toList(),
                "Model Version (name=" + model + ", version=" + version + ")",
                change);
    }

    /** A problem (409) where a release uses any version. The caller has locked the model. */
    void refuseIfUsed(String model, String change) {
        refuse(
                sources.orderedStream()
                        .flatMap(source -> source.downstreamOf(model).stream())
                        .toList(),
                "Registered Model with name=" + model,
                change);
    }

    private static void refuse(List<LineageNode> users, String what, String change) {
        List<String> releases = users.stream()
                .filter(node -> node.kind() == LineageKind.RELEASE)
                .map(LineageNode::name)
                .toList();
        if (!releases.isEmpty()) {
            String shown = String.join(", ", releases.subList(0, Math.min(SHOWN, releases.size())));
            String more = releases.size() > SHOWN ? " and " + (releases.size() - SHOWN) + " more" : "";
            throw ProblemException.conflict(what + " can't be " + change + ": deployments use it (" + shown + more
                    + "), and could not roll back to it any more.");
        }
    }
}
