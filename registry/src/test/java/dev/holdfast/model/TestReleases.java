package dev.holdfast.model;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Stands in for serving: says that version 1 of certain models was released once. */
@Component
class TestReleases implements LineageSource {
    private static final Set<String> RELEASED = Set.of("lineage", "upload", "released");

    @Override
    public List<LineageNode> downstreamOf(String model, int version) {
        return version == 1 ? downstreamOf(model) : List.of();
    }

    @Override
    public List<LineageNode> downstreamOf(String model) {
        return RELEASED.contains(model)
                ? List.of(new LineageNode(
                        "deployment/" + model + "/releases/7", LineageKind.RELEASE, model + " release 7", Map.of()))
                : List.of();
    }
}
