package dev.holdfast.model;

import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Stands in for serving: says that each version 1 of a model was released once. */
@Component
class TestReleases implements LineageSource {
    @Override
    public List<LineageNode> downstreamOf(String model, int version) {
        return version == 1
                ? List.of(new LineageNode(
                        "deployment/" + model + "/releases/7", LineageKind.RELEASE, model + " release 7", Map.of()))
                : List.of();
    }
}
