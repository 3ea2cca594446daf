package dev.holdfast.release;

import dev.holdfast.model.LineageKind;
import dev.holdfast.model.LineageNode;
import dev.holdfast.model.LineageSource;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The releases that a model version went into. */
@Component
class ReleaseLineage implements LineageSource {
    private final ReleaseRepository releases;

    ReleaseLineage(ReleaseRepository releases) {
        this.releases = releases;
    }

    @Override
    public List<LineageNode> downstreamOf(String model, int version) {
        return nodes(releases.findByModelAndModelVersionOrderByCreatedAt(model, version));
    }

    @Override
    public List<LineageNode> downstreamOf(String model) {
        return nodes(releases.findByModelOrderByCreatedAt(model));
    }

    private static List<LineageNode> nodes(List<ReleaseEntity> found) {
        return found.stream()
                .map(ReleaseEntity::toRelease)
                .map(release -> new LineageNode(
                        "deployment/" + release.deployment() + "/releases/" + release.number(),
                        LineageKind.RELEASE,
                        release.deployment() + " release " + release.number(),
                        Map.of(
                                "deployment", release.deployment(),
                                "release", release.number(),
                                "created_at", release.createdAt(),
                                "created_by", release.createdBy())))
                .toList();
    }
}
