package dev.holdfast.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * What MLflow wrote about a model into the file {@code MLmodel}: plain data, read with limits, never as objects.
 *
 * @param flavors what can load the model
 * @param format what an engine of this server may open; absent where no flavour is of such a kind
 * @param path where that lies
 * @param signatureInputs the inputs in MLflow's JSON; absent where the model was logged without
 * @param signatureOutputs the outputs in MLflow's JSON; absent where the model was logged without
 */
record MlmodelFile(
        List<String> flavors,
        @Nullable ModelFormat format,
        @Nullable String path,
        @Nullable String signatureInputs,
        @Nullable String signatureOutputs) {
    static final String NAME = "MLmodel";
    static final int MAX_BYTES = 1024 * 1024;
    private static final int MAX_DEPTH = 50;

    MlmodelFile {
        flavors = List.copyOf(flavors);
    }

    /** Empty where the text is no such file. */
    static Optional<MlmodelFile> read(String text) {
        if (text.length() > MAX_BYTES) {
            return Optional.empty();
        }
        LoadSettings settings = LoadSettings.builder()
                .setLabel(NAME)
                .setCodePointLimit(MAX_BYTES)
                .setMaxAliasesForCollections(0)
                .setAllowRecursiveKeys(false)
                .build();
        try {
            if (!isFlat(text, settings)) {
                return Optional.empty();
            }
            if (!(new Load(settings).loadFromString(text) instanceof Map<?, ?> root)
                    || !(root.get("flavors") instanceof Map<?, ?> flavors)) {
                return Optional.empty();
            }
            List<String> names = new ArrayList<>();
            flavors.keySet().forEach(name -> names.add(String.valueOf(name)));
            names.sort(null);
            Map<?, ?> signature = root.get("signature") instanceof Map<?, ?> map ? map : Map.of();
            String inputs = text(signature.get("inputs"));
            String outputs = text(signature.get("outputs"));
            for (ModelFormat format : ModelFormat.values()) {
                Object flavor = flavors.get(format.flavor().orElse(""));
                String path = flavor == null ? null : path(format, flavor);
                if (path != null) {
                    return Optional.of(new MlmodelFile(names, format, path, inputs, outputs));
                }
            }
            return Optional.of(new MlmodelFile(names, null, null, inputs, outputs));
        } catch (YamlEngineException e) {
            return Optional.empty();
        }
    }

    private static @Nullable String path(ModelFormat format, Object flavor) {
        if (!(flavor instanceof Map<?, ?> settings)) {
            return null;
        }
        if (format == ModelFormat.TORCHSCRIPT) {
            String folder = text(settings.get("model_data"));
            return folder == null ? null : folder + "/model.pth";
        }
        return text(settings.get("data"));
    }

    /** Looks at the events first: however deep they are nested or refer to each other, they cost nothing. */
    private static boolean isFlat(String text, LoadSettings settings) {
        Deque<Event> open = new ArrayDeque<>();
        for (Event event : new Parse(settings).parseString(text)) {
            if (event instanceof CollectionStartEvent) {
                open.push(event);
            } else if (event instanceof CollectionEndEvent) {
                open.pop();
            }
            if (open.size() > MAX_DEPTH || event instanceof AliasEvent) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value instanceof String text ? text : null;
    }
}
