package dev.holdfast.tracking;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tags that a run is made with. Other than for tags that are set later, any text is a key: that is what clients rely on. */
final class NewRunTags {
    private NewRunTags() {}

    /** Each key once, with its last value, and what is too long cut. */
    static List<KeyValue> of(NewRun made) {
        Map<String, String> tags = new LinkedHashMap<>();
        Checks checks = new Checks();
        for (int i = 0; i < made.tags().size(); i++) {
            KeyValue tag = made.tags().get(i);
            String path = "tags[" + i + "].";
            checks.length(path + "key", path + "key", tag.key(), Checks.MAX_KEY);
            checks.text(path + "key", tag.key());
            checks.text(path + "value", tag.value());
            tags.put(tag.key(), Checks.cut(tag.value(), Checks.MAX_TAG));
        }
        if (made.name() != null) {
            checks.text("run_name", made.name());
        }
        checks.text("user_id", made.user());
        checks.orThrow();
        return RunBatch.list(tags);
    }

    /** The run's name, which is put among the tags if it is not there. */
    static String name(NewRun made, List<KeyValue> tags) {
        String tagged = tags.stream()
                .filter(tag -> tag.key().equals(LogStore.RUN_NAME))
                .map(KeyValue::value)
                .findFirst()
                .orElse("");
        String given = made.name() == null ? "" : Checks.cut(made.name(), Checks.MAX_TAG);
        if (!given.isEmpty() && !tagged.isEmpty() && !given.equals(tagged)) {
            throw new ProblemException(
                    ProblemType.INVALID,
                    "Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values (run_name='"
                            + given + "', mlflow.runName='" + tagged + "').");
        }
        String name = !given.isEmpty() ? given : !tagged.isEmpty() ? tagged : RunNames.invent();
        if (tagged.isEmpty()) {
            tags.removeIf(tag -> tag.key().equals(LogStore.RUN_NAME));
            tags.add(new KeyValue(LogStore.RUN_NAME, name));
        }
        return name;
    }
}
