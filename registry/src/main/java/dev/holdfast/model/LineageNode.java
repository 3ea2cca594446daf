package dev.holdfast.model;

import java.util.Map;

/**
 * Something in a model version's history.
 *
 * @param id as the audit log names it: {@code dataset/fraud/versions/3}, {@code run/<id>}, {@code model/fraud/versions/2},
 *     {@code deployment/fraud/releases/5}, {@code batch-job/<id>}
 * @param name for people
 * @param facts what else is worth showing, by its wire name
 */
public record LineageNode(String id, LineageKind kind, String name, Map<String, Object> facts) {
    public LineageNode {
        facts = Map.copyOf(facts);
    }
}
