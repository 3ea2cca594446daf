package dev.holdfast.monitoring;

import dev.holdfast.model.ModelVersion;
import dev.holdfast.model.Models;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What monitoring needs to know of a model version. Versions never change, so it is asked once. */
@Component
class ModelFacts {
    private static final int REMEMBERED = 1_000;

    private final Models models;
    private final Map<Key, Facts> known = new ConcurrentHashMap<>();

    ModelFacts(Models models) {
        this.models = models;
    }

    /**
     * What is known of one version.
     *
     * @param classes in the order of the probabilities; empty where they are not known
     * @param labelColumn of the training data
     * @param metrics on held-out data
     */
    record Facts(
            @Nullable Boolean classification,
            List<String> classes,
            @Nullable String labelColumn,
            Map<String, Double> metrics) {}

    private record Key(String model, int version) {}

    Facts of(String model, int version) {
        Key key = new Key(model, version);
        Facts facts = known.get(key);
        if (facts == null) {
            facts = read(models.version(model, version));
            if (known.size() >= REMEMBERED) {
                known.clear();
            }
            known.put(key, facts);
        }
        return facts;
    }

    private static Facts read(ModelVersion version) {
        Map<String, Object> facts = version.facts();
        List<String> classes = facts.get("classes") instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
        return new Facts(
                classification(facts.get("task"), classes),
                classes,
                facts.get("label") instanceof String label ? label : null,
                version.metrics());
    }

    private static @Nullable Boolean classification(@Nullable Object task, List<String> classes) {
        if (task == null) {
            return classes.isEmpty() ? null : Boolean.TRUE;
        }
        return switch (task.toString().toLowerCase(Locale.ROOT)) {
            case "classification" -> true;
            case "regression" -> false;
            default -> null;
        };
    }
}
