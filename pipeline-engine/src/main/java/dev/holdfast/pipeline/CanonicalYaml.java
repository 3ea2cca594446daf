package dev.holdfast.pipeline;

import java.util.Set;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Writes YAML so that two texts that mean the same become the same line: no comments, no layout. */
final class CanonicalYaml {
    private CanonicalYaml() {}

    /** {@code node} without the {@code omitted} keys of its outermost mapping. The order of keys stays: SQL outputs have one. */
    static String of(Node node, Set<String> omitted) {
        StringBuilder text = new StringBuilder();
        write(node, omitted, text);
        return text.toString();
    }

    private static void write(Node node, Set<String> omitted, StringBuilder text) {
        switch (node) {
            case MappingNode mapping -> {
                text.append('{');
                for (NodeTuple tuple : mapping.getValue()) {
                    if (tuple.getKeyNode() instanceof ScalarNode key && omitted.contains(key.getValue())) {
                        continue;
                    }
                    write(tuple.getKeyNode(), Set.of(), text);
                    text.append(':');
                    write(tuple.getValueNode(), Set.of(), text);
                    text.append(',');
                }
                text.append('}');
            }
            case SequenceNode sequence -> {
                text.append('[');
                for (Node item : sequence.getValue()) {
                    write(item, Set.of(), text);
                    text.append(',');
                }
                text.append(']');
            }
            case ScalarNode scalar ->
                text.append(scalar.getTag().getValue())
                        .append('"')
                        .append(scalar.getValue()
                                .codePoints()
                                .mapToObj(c -> c == '"' || c == '\\' ? "\\" + (char) c : Character.toString(c))
                                .collect(Collectors.joining()))
                        .append('"');
            default -> throw new IllegalArgumentException("Not a YAML value: " + node.getNodeType());
        }
    }
}
