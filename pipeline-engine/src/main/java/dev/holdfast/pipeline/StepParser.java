package dev.holdfast.pipeline;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the steps of a definition. */
final class StepParser {
    private static final Set<String> NOT_THE_WORK = Set.of("name", "cache", "description");
    private static final List<String> ALGORITHMS =
            List.of("gradient_boosted_trees", "linear_regression", "logistic_regression");
    private static final List<String> TASKS = List.of("auto", "classification", "regression");
    private static final int MAX_OUTPUTS = 50;

    private final DefinitionErrors errors;
    private final DefinitionReferences references;

    StepParser(DefinitionErrors errors, DefinitionReferences references) {
        this.errors = errors;
        this.references = references;
    }

    /** The step, or null with an error noted where not even its kind can be told. */
    @Nullable
    StepSpec step(YamlMap map) {
        String name = map.requiredText("name", "prepare");
        if (!name.isBlank() && !DefinitionParser.NAME.matcher(name).matches()) {
            map.error("name", name, DefinitionParser.NAME_RULE);
        }
        String kindText = map.requiredText("kind", "sql");
        StepKind kind = StepKind.of(kindText).orElse(null);
        if (kind == null) {
            if (!kindText.isBlank()) {
                List<String> known = StepKind.written().map(StepKind::wireName).toList();
                map.error("kind", kindText, "is not a kind of step; " + DefinitionErrors.suggestion(kindText, known));
            }
            return null;
        }
        map.allow(Stream.concat(Stream.of("name", "kind", "cache", "description"), kind.keys().stream())
                .toList());
        StepSpec.Common common = new StepSpec.Common(
                name, map.bool("cache", kind.cacheable()), CanonicalYaml.of(map.node(), NOT_THE_WORK));
        if (common.cache() && !kind.cacheable()) {
            map.error("cache", true, "can't be true: a " + kind.wireName() + " step always runs.");
        }
        StepSpec step = switch (kind) {
            case SQL -> sql(map, common);
            case TRAIN -> train(map, common);
            case EVALUATE ->
                new StepSpec.Evaluate(
                        common,
                        reference(map, name, "model", OutputKind.MODEL, "fit.model"),
                        reference(map, name, "data", OutputKind.TABLE, "fit.holdout"));
            case GATE -> gate(map, common);
            case REGISTER -> register(map, common);
            case DEPLOY ->
                new StepSpec.Deploy(
                        common,
                        named(map, "deployment", "electricity"),
                        reference(map, name, "version", OutputKind.VERSION, "publish.version"));
            case INPUT -> throw new IllegalStateException("Definitions can't name this kind");
        };
        if (!name.isBlank()) {
            references.declareStep(name, map.child("name"), map.place("name"), kind, outputs(step));
        }
        return step;
    }

    private static Map<String, OutputKind> outputs(StepSpec step) {
        Map<String, OutputKind> outputs = new LinkedHashMap<>(step.kind().outputs());
        if (step instanceof StepSpec.Sql sql) {
            sql.outputs().keySet().forEach(name -> outputs.put(name, OutputKind.TABLE));
        } else if (step instanceof StepSpec.Train train && train.holdout().share() == 0) {
            outputs.remove("holdout");
        }
        return outputs;
    }

    private StepSpec sql(YamlMap map, StepSpec.Common common) {
        List<Reference> inputs = new ArrayList<>();
        Set<String> views = new HashSet<>();
        List<Node> nodes = map.list("inputs");
        for (int i = 0; i < nodes.size(); i++) {
            String path = map.child("inputs") + "[" + i + "]";
            String text = map.text(nodes.get(i), path);
            if (text != null) {
                Reference reference = references.use(common.name(), nodes.get(i), path, text, OutputKind.TABLE);
                if (!views.add(reference.output())) {
                    errors.add(
                            nodes.get(i),
                            path,
                            text,
                            "becomes the view '" + reference.output()
                                    + "' like an input before it; rename that output.");
                }
                inputs.add(reference);
            }
        }
        Map<String, String> outputs = new LinkedHashMap<>();
        YamlMap queries = map.map("outputs");
        if (queries == null || queries.keys().isEmpty()) {
            map.missing("outputs", "{clean: \"SELECT * FROM rows\"}");
        } else {
            for (String output : queries.keys()) {
                if (!DefinitionParser.NAME.matcher(output).matches()) {
                    queries.error(output, output, DefinitionParser.NAME_RULE);
                }
                outputs.put(output, queries.requiredText(output, "\"SELECT * FROM rows\""));
            }
            if (outputs.size() > MAX_OUTPUTS) {
                map.error("outputs", outputs.size(), "must be at most " + MAX_OUTPUTS + ".");
            }
        }
        return new StepSpec.Sql(common, inputs, outputs);
    }

    private StepSpec train(YamlMap map, StepSpec.Common common) {
        Reference data = reference(map, common.name(), "data", OutputKind.TABLE, "prepare.clean");
        String label = map.requiredText("label", "class");
        String algorithm = oneOf(map, "algorithm", map.requiredText("algorithm", "gradient_boosted_trees"), ALGORITHMS);
        String task = map.has("task") ? oneOf(map, "task", map.requiredText("task", "auto"), TASKS) : "auto";
        List<String> features = map.texts("features");
        List<String> exclude = map.texts("exclude");
        if (!features.isEmpty() && !exclude.isEmpty()) {
            map.error("exclude", exclude, "can't stand beside 'features'; keep one of them.");
        }
        for (String key : List.of("features", "exclude")) {
            if (map.has(key) && !label.isBlank() && map.texts(key).contains(label)) {
                map.error(key, label, "names the label; the label is never a feature.");
            }
        }
        return new StepSpec.Train(
                common,
                data,
                label,
                algorithm,
                task,
                features,
                exclude,
                holdout(map),
                map.integer("seed", 0, 0, Long.MAX_VALUE),
                params(map),
                map.has("experiment") ? named(map, "experiment", "electricity") : null);
    }

    private static StepSpec.Holdout holdout(YamlMap step) {
        YamlMap map = step.map("holdout");
        if (map == null) {
            return new StepSpec.Holdout(0.2, null);
        }
        map.allow(List.of("share", "order_by"));
        Double share = map.number("share");
        if (share == null) {
            share = 0.2;
        } else if (share < 0 || share >= 1) {
            map.error("share", share, "must be from 0 up to, but not, 1.");
        }
        return new StepSpec.Holdout(share, map.has("order_by") ? map.requiredText("order_by", "ts") : null);
    }

    private Map<String, Object> params(YamlMap step) {
        Map<String, Object> params = new LinkedHashMap<>();
        YamlMap map = step.map("params");
        if (map != null) {
            map.forEach((key, node) -> {
                Object value = YamlMap.scalar(node);
                if (value == null) {
                    errors.add(
                            node, map.child(key), YamlMap.describe(node), "must be a number, a text, true or false.");
                } else {
                    params.put(key, value);
                }
            });
        }
        return params;
    }

    private StepSpec gate(YamlMap map, StepSpec.Common common) {
        Reference evaluation = reference(map, common.name(), "evaluation", OutputKind.EVALUATION, "score");
        Map<String, StepSpec.Threshold> thresholds = new LinkedHashMap<>();
        YamlMap bounds = map.map("thresholds");
        if (bounds != null) {
            bounds.forEach((metric, node) ->
                    thresholds.put(metric, threshold(YamlMap.of(node, bounds.child(metric), errors))));
        }
        StepSpec.IncumbentRule incumbent = null;
        YamlMap rule = map.map("incumbent");
        if (rule != null) {
            rule.allow(List.of("deployment", "metric", "max_regression"));
            Double regression = rule.number("max_regression");
            incumbent = new StepSpec.IncumbentRule(
                    named(rule, "deployment", "electricity"),
                    rule.requiredText("metric", "accuracy"),
                    regression == null ? 0 : regression);
        }
        if (thresholds.isEmpty() && incumbent == null) {
            errors.add(
                    map.node(),
                    map.path(),
                    null,
                    "would let everything pass: give 'thresholds', for example thresholds: {accuracy: {min: 0.6}}, or"
                            + " 'incumbent'.");
        }
        return new StepSpec.Gate(common, evaluation, thresholds, incumbent);
    }

    private StepSpec.Threshold threshold(YamlMap map) {
        map.allow(List.of("min", "max"));
        Double min = map.number("min");
        Double max = map.number("max");
        if (!map.has("min") && !map.has("max")) {
            errors.add(map.node(), map.path(), null, "needs 'min' or 'max', for example {min: 0.6}.");
        } else if (min != null && max != null && min > max) {
            map.error("min", min, "is greater than max, which is " + max + "; nothing could pass.");
        }
        return new StepSpec.Threshold(min, max);
    }

    private StepSpec register(YamlMap map, StepSpec.Common common) {
        Reference model = reference(map, common.name(), "model", OutputKind.MODEL, "fit.model");
        Reference gate = map.has("gate") ? reference(map, common.name(), "gate", OutputKind.VERDICT, "check") : null;
        List<String> aliases = map.texts("aliases");
        for (String alias : aliases) {
            DefinitionParser.checkName(map, "aliases", alias);
        }
        Map<String, String> tags = new LinkedHashMap<>();
        YamlMap tagMap = map.map("tags");
        if (tagMap != null) {
            for (String tag : tagMap.keys()) {
                tags.put(tag, tagMap.requiredText(tag, "nightly"));
            }
        }
        return new StepSpec.Register(common, model, named(map, "as", "electricity"), gate, aliases, tags);
    }

    private Reference reference(YamlMap map, String step, String key, OutputKind needed, String example) {
        String text = map.requiredText(key, example);
        return references.use(step, map.place(key), map.child(key), text, needed);
    }

    private static String named(YamlMap map, String key, String example) {
        String name = map.requiredText(key, example);
        if (!name.isBlank()) {
            DefinitionParser.checkName(map, key, name);
        }
        return name;
    }

    private static String oneOf(YamlMap map, String key, String value, List<String> known) {
        if (!value.isBlank() && !known.contains(value)) {
            map.error(key, value, "is not one we know; " + DefinitionErrors.suggestion(value, known));
        }
        return value;
    }
}
