package dev.holdfast.model;

import java.util.List;

/** Where a model version came from and where it went: dataset versions, run, the version, its releases. */
public record Lineage(List<LineageNode> nodes, List<LineageEdge> edges) {
    public Lineage {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
    }
}
