package dev.holdfast.pipeline;

import dev.holdfast.kernel.Names;
import dev.holdfast.kernel.ProblemException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.springframework.scheduling.support.CronExpression;

/** Reads a pipeline's YAML. Everything that is wrong comes back at once, each with line and column. */
final class DefinitionParser {
    static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,62}");
    static final String NAME_RULE = "must begin with a letter or '_' and have at most 63 letters, digits, '_' or '-'.";
    private static final int MAX_STEPS = 200;
    private static final int MAX_TRAFFIC_ROWS = 10_000_000;
    private static final List<String> KEYS = List.of("description", "inputs", "steps", "triggers");

    private final DefinitionErrors errors = new DefinitionErrors();

    private DefinitionParser() {}

    /** The definition, or a problem that lists every error. */
    static PipelineDefinition parse(String text) {
        return new DefinitionParser().read(YamlText.compose(text));
    }

    private PipelineDefinition read(Node node) {
        YamlMap root = YamlMap.of(node, "", errors);
        errors.throwIfAny();
        root.allow(KEYS);
        String description = root.text("description");
        DefinitionReferences references = new DefinitionReferences(errors);
        List<InputSpec> inputs = inputs(root, references);
        List<StepSpec> steps = steps(root, references);
        List<TriggerSpec> triggers = triggers(root);
        references.check();
        errors.throwIfAny();
        return new PipelineDefinition(description, inputs, steps, triggers);
    }

    private List<InputSpec> inputs(YamlMap root, DefinitionReferences references) {
        List<InputSpec> inputs = new ArrayList<>();
        YamlMap map = root.map("inputs");
        if (map != null) {
            map.forEach((name, node) -> {
                YamlMap input = YamlMap.of(node, map.child(name), errors);
                if (!NAME.matcher(name).matches()) {
                    errors.add(node, map.child(name), name, NAME_RULE);
                }
                references.declareInput(name, node);
                inputs.add(input(name, input));
            });
        }
        return inputs;
    }

    private InputSpec input(String name, YamlMap input) {
        if (input.has("traffic")) {
            input.allow(List.of("traffic", "rows", "or_dataset"));
            return new InputSpec.Traffic(
                    name,
                    named(input, "traffic", "electricity"),
                    (int) input.integer("rows", 1000, 1, MAX_TRAFFIC_ROWS),
                    input.has("or_dataset") ? named(input, "or_dataset", "electricity") : null);
        }
        input.allow(List.of("dataset", "version", "traffic"));
        Integer version = input.has("version") ? (int) input.integer("version", 1, 1, Integer.MAX_VALUE) : null;
        return new InputSpec.Dataset(name, named(input, "dataset", "electricity"), version);
    }

    private List<StepSpec> steps(YamlMap root, DefinitionReferences references) {
        if (!root.has("steps")) {
            root.missing("steps", "[{name: prepare, kind: sql, …}]");
            return List.of();
        }
        List<Node> nodes = root.list("steps");
        if (nodes.isEmpty() || nodes.size() > MAX_STEPS) {
            root.error("steps", nodes.size(), "must have 1 to " + MAX_STEPS + " steps.");
            return List.of();
        }
        StepParser parser = new StepParser(errors, references);
        List<StepSpec> steps = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            StepSpec step = parser.step(YamlMap.of(nodes.get(i), "steps[" + i + "]", errors));
            if (step != null) {
                steps.add(step);
            }
        }
        return steps;
    }

    private List<TriggerSpec> triggers(YamlMap root) {
        List<TriggerSpec> triggers = new ArrayList<>();
        List<Node> nodes = root.list("triggers");
        for (int i = 0; i < nodes.size(); i++) {
            TriggerSpec trigger = trigger(YamlMap.of(nodes.get(i), "triggers[" + i + "]", errors));
            if (trigger != null) {
                triggers.add(trigger);
            }
        }
        return triggers;
    }

    private @Nullable TriggerSpec trigger(YamlMap trigger) {
        String on = trigger.requiredText("on", "drift");
        return switch (on) {
            case "drift" -> {
                trigger.allow(List.of("on", "deployment", "cooldown_rows"));
                yield new TriggerSpec.Drift(
                        named(trigger, "deployment", "electricity"),
                        trigger.integer("cooldown_rows", 0, 0, Long.MAX_VALUE));
            }
            case "schedule" -> {
                trigger.allow(List.of("on", "cron", "zone"));
                yield schedule(trigger);
            }
            case "" -> null;
            default -> {
                trigger.error(
                        "on",
                        on,
                        "is not something a trigger can wait for; "
                                + DefinitionErrors.suggestion(on, List.of("drift", "schedule")));
                yield null;
            }
        };
    }

    private TriggerSpec schedule(YamlMap trigger) {
        String cron = trigger.requiredText("cron", "\"0 3 * * *\"");
        // Five fields are what crontab has; Spring reads six, with seconds in front.
        String withSeconds = cron.strip().split("\\s+").length == 5 ? "0 " + cron.strip() : cron;
        if (!cron.isEmpty() && !CronExpression.isValidExpression(withSeconds)) {
            trigger.error("cron", cron, "is not a cron expression; write for example \"0 3 * * *\".");
        }
        String zone = trigger.has("zone") ? trigger.requiredText("zone", "Europe/Oslo") : "UTC";
        try {
            return new TriggerSpec.Schedule(withSeconds, ZoneId.of(zone.isEmpty() ? "UTC" : zone));
        } catch (DateTimeException e) {
            trigger.error("zone", zone, "is not a time zone; write for example Europe/Oslo.");
            return new TriggerSpec.Schedule(withSeconds, ZoneId.of("UTC"));
        }
    }

    private String named(YamlMap map, String key, String example) {
        String name = map.requiredText(key, example);
        if (!name.isBlank()) {
            checkName(map, key, name);
        }
        return name;
    }

    static void checkName(YamlMap map, String key, String name) {
        try {
            Names.check(key, name);
        } catch (ProblemException e) {
            map.error(key, name, e.errors().getFirst().message());
        }
    }
}
