package dev.holdfast.pipeline;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.Node;

/** What a definition declares and what it refers to: checks that the second leads to the first and never round in a circle. */
final class DefinitionReferences {
    private final DefinitionErrors errors;
    private final Map<String, Node> declared = new LinkedHashMap<>();
    private final Set<String> inputs = new LinkedHashSet<>();
    private final Map<String, Step> steps = new LinkedHashMap<>();
    private final List<Use> uses = new ArrayList<>();

    private record Step(StepKind kind, Map<String, OutputKind> outputs, Node place, Set<String> uses) {}

    private record Use(String step, Node node, String path, String text, OutputKind needed) {}

    DefinitionReferences(DefinitionErrors errors) {
        this.errors = errors;
    }

    void declareInput(String name, Node place) {
        if (declare(name, "inputs." + name, place)) {
            inputs.add(name);
        }
    }

    void declareStep(String name, String path, Node place, StepKind kind, Map<String, OutputKind> outputs) {
        if (declare(name, path, place)) {
            steps.put(name, new Step(kind, outputs, place, new LinkedHashSet<>()));
        }
    }

    private boolean declare(String name, String path, Node place) {
        Node first = declared.putIfAbsent(name, place);
        if (first != null) {
            errors.add(
                    place,
                    path,
                    name,
                    "is a name already taken at line "
                            + first.getStartMark()
                                    .map(mark -> mark.getLine() + 1)
                                    .orElse(1)
                            + "; inputs and steps share their names, choose another.");
        }
        return first == null;
    }

    /** Remembers that {@code step} takes {@code text}; whether it exists is known once all steps are read. */
    Reference use(String step, Node node, String path, String text, OutputKind needed) {
        uses.add(new Use(step, node, path, text, needed));
        int dot = text.indexOf('.');
        if (dot >= 0) {
            return new Reference(text.substring(0, dot), text.substring(dot + 1), false);
        }
        if (inputs.contains(text)) {
            return new Reference(text, text, true);
        }
        // The only output of the kinds that are referred to by their bare names.
        String output = switch (needed) {
            case EVALUATION -> "report";
            case VERDICT -> "verdict";
            case VERSION -> "version";
            case TABLE, MODEL, PROFILE, RELEASE -> text;
        };
        return new Reference(text, output, false);
    }

    void check() {
        uses.forEach(this::check);
        if (errors.isEmpty()) {
            findCycle();
        }
    }

    private void check(Use use) {
        if (use.text().isEmpty()) {
            return;
        }
        int dot = use.text().indexOf('.');
        String source = dot < 0 ? use.text() : use.text().substring(0, dot);
        if (inputs.contains(source)) {
            if (dot >= 0) {
                error(use, "names an output of the input '" + source + "', which has none; write " + source + ".");
            } else if (use.needed() != OutputKind.TABLE) {
                error(use, "is a table; this needs " + use.needed().description() + ".");
            }
            return;
        }
        Step step = steps.get(source);
        if (step == null) {
            error(use, "is neither an input nor a step; " + DefinitionErrors.suggestion(use.text(), fitting(use)));
            return;
        }
        if (source.equals(use.step())) {
            error(use, "is an output of this very step.");
            return;
        }
        String output =
                dot < 0 ? step.kind().onlyOutput().orElse("") : use.text().substring(dot + 1);
        OutputKind kind = step.outputs().get(output);
        if (kind == null) {
            error(
                    use,
                    (dot < 0 ? "names a step; name one of its outputs: " : "is not an output of '" + source + "': ")
                            + DefinitionErrors.suggestion(use.text(), outputsOf(source, step)));
        } else if (kind != use.needed()) {
            error(
                    use,
                    "is " + kind.description() + "; this needs "
                            + use.needed().description() + ": "
                            + DefinitionErrors.suggestion(use.text(), fitting(use)));
        } else {
            steps.getOrDefault(use.step(), step).uses().add(source);
        }
    }

    private void error(Use use, String message) {
        errors.add(use.node(), use.path(), use.text(), "'" + use.text() + "' " + message);
    }

    private static List<String> outputsOf(String name, Step step) {
        return step.outputs().entrySet().stream()
                .filter(output -> output.getValue() != OutputKind.PROFILE)
                .map(output -> step.kind().onlyOutput().isPresent() ? name : name + "." + output.getKey())
                .sorted()
                .toList();
    }

    /** Everything declared that could stand where {@code use} stands. */
    private List<String> fitting(Use use) {
        List<String> fitting = new ArrayList<>();
        if (use.needed() == OutputKind.TABLE) {
            fitting.addAll(inputs);
        }
        steps.forEach((name, step) -> step.outputs().forEach((output, kind) -> {
            if (kind == use.needed() && !name.equals(use.step())) {
                fitting.add(step.kind().onlyOutput().isPresent() ? name : name + "." + output);
            }
        }));
        return fitting.stream().sorted().toList();
    }

    private void findCycle() {
        Set<String> finished = new HashSet<>();
        for (String step : steps.keySet()) {
            if (visit(step, new LinkedHashSet<>(), finished)) {
                return;
            }
        }
    }

    /** Walks everything that {@code name} needs; true where that leads back to {@code trail}. */
    private boolean visit(String name, Set<String> trail, Set<String> finished) {
        Step step = steps.get(name);
        if (step == null || finished.contains(name)) {
            return false;
        }
        if (!trail.add(name)) {
            String circle =
                    trail.stream().dropWhile(other -> !other.equals(name)).collect(Collectors.joining(" → "));
            errors.add(step.place(), "steps", name, "need each other in a circle: " + circle + " → " + name + ".");
            return true;
        }
        for (String next : step.uses()) {
            if (visit(next, trail, finished)) {
                return true;
            }
        }
        trail.remove(name);
        finished.add(name);
        return false;
    }
}
