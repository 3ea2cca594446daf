package dev.holdfast.pipeline;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Turns text into YAML nodes, and texts that are made to exhaust the server into errors. */
final class YamlText {
    static final int MAX_BYTES = 256 * 1024;
    private static final int MAX_ALIASES = 20;
    private static final int MAX_DEPTH = 20;

    private YamlText() {}

    /** The root of the document, or a problem with line and column. */
    static Node compose(String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new ProblemException(
                    ProblemType.TOO_LARGE,
                    "A definition has at most " + MAX_BYTES + " bytes; move long queries into views or datasets.");
        }
        LoadSettings settings = LoadSettings.builder()
                .setLabel("definition")
                .setSchema(new CoreSchema())
                .setCodePointLimit(MAX_BYTES)
                .build();
        DefinitionErrors errors = new DefinitionErrors();
        try {
            checkShape(text, settings, errors);
            errors.throwIfAny();
            Optional<Node> root = new Compose(settings).composeString(text);
            return root.orElseThrow(() -> ProblemException.invalid(
                    "line 1, column 1", null, "The definition is empty; it needs 'steps' at least."));
        } catch (MarkedYamlEngineException e) {
            errors.add(
                    e.getProblemMark().or(e::getContextMark),
                    null,
                    "The text is not valid YAML: " + e.getProblem() + ".");
        } catch (YamlEngineException e) {
            errors.add(Optional.empty(), null, "The text is not valid YAML: " + e.getMessage());
        }
        errors.throwIfAny();
        throw new IllegalStateException("Unreadable YAML gives an error");
    }

    /** Looks at the events first: they are flat, so neither depth nor aliases can hurt here. */
    private static void checkShape(String text, LoadSettings settings, DefinitionErrors errors) {
        Deque<Optional<Anchor>> open = new ArrayDeque<>();
        int aliases = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            if (event instanceof CollectionStartEvent start) {
                open.push(start.getAnchor());
                if (open.size() > MAX_DEPTH) {
                    errors.add(event.getStartMark(), null, "is nested deeper than " + MAX_DEPTH + " levels.");
                    return;
                }
            } else if (event instanceof CollectionEndEvent) {
                open.pop();
            } else if (event instanceof AliasEvent alias) {
                aliases++;
                if (open.contains(Optional.of(alias.getAlias()))) {
                    errors.add(
                            event.getStartMark(),
                            "*" + alias.getAlias().getValue(),
                            "is an alias of something that contains it.");
                    return;
                }
                if (aliases > MAX_ALIASES) {
                    errors.add(
                            event.getStartMark(),
                            "*" + alias.getAlias().getValue(),
                            "is one alias too many; a definition has at most " + MAX_ALIASES + ".");
                    return;
                }
            }
        }
    }
}
