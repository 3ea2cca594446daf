package dev.holdfast.release;

import dev.holdfast.kernel.Actor;
import dev.holdfast.model.ModelFormat;
import dev.holdfast.model.ModelRegistration;
import dev.holdfast.model.ModelVersion;
import dev.holdfast.model.Models;
import dev.holdfast.testkit.TinyOnnx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Registers small models whose answers tell them apart. */
public final class TestModels {
    public static final List<String> COLUMNS = List.of("a", "b");

    private final Models models;
    private final Path folder;

    public TestModels(Models models, Path folder) {
        this.models = models;
        this.folder = folder;
    }

    /** Answers the sum of its columns and {@code intercept}. */
    public ModelVersion regression(String name, double intercept) throws IOException {
        return register(name, TinyOnnx.regression(COLUMNS, 1, intercept), Map.of());
    }

    public ModelVersion register(String name, byte[] onnx, Map<String, Object> facts) throws IOException {
        return register(name, onnx, ModelFormat.ONNX, facts);
    }

    public ModelVersion register(String name, byte[] content, ModelFormat format, Map<String, Object> facts)
            throws IOException {
        Path file = Files.write(folder.resolve("model"), content);
        return models.register(
                new ModelRegistration(name, file, format, null, null, List.of(), Map.of(), null, Map.of(), null, facts),
                Actor.SYSTEM);
    }
}
