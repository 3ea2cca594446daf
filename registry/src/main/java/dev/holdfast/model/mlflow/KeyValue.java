package dev.holdfast.model.mlflow;

import dev.holdfast.mlflow.MlflowRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A tag on the wire. */
record KeyValue(String key, String value) {
    static @Nullable List<KeyValue> of(Map<String, String> tags) {
        return Wire.unlessEmpty(tags.entrySet().stream()
                .map(tag -> new KeyValue(tag.getKey(), tag.getValue()))
                .toList());
    }

    /** Of two tags with one key the last counts. */
    static Map<String, String> read(MlflowRequest request) {
        Map<String, String> tags = new LinkedHashMap<>();
        request.objects("tags").forEach(tag -> tags.put(tag.text("key", ""), tag.text("value", "")));
        return tags;
    }
}
