package dev.holdfast.monitoring;

import dev.holdfast.HoldfastTest;
import dev.holdfast.dataset.CategoricalBins;
import dev.holdfast.dataset.ColumnProfile;
import dev.holdfast.dataset.ColumnType;
import dev.holdfast.dataset.DatasetProfile;
import dev.holdfast.dataset.ReferenceBins;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Ids;
import dev.holdfast.model.ModelFormat;
import dev.holdfast.model.ModelRegistration;
import dev.holdfast.model.Models;
import dev.holdfast.release.DeploymentSpec;
import dev.holdfast.release.Deployments;
import dev.holdfast.release.MonitoringSettings;
import dev.holdfast.release.PredictionLogSettings;
import dev.holdfast.release.PredictionRecord;
import dev.holdfast.release.Release;
import dev.holdfast.release.ReleaseRequest;
import dev.holdfast.runtime.Tensor;
import dev.holdfast.testkit.SettableClock;
import dev.holdfast.testkit.TinyOnnx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

/** A deployment with traffic and labels through the real database. Nothing runs by itself: each test settles when it wants to. */
@HoldfastTest(properties = "holdfast.monitoring.threads=false")
abstract class MonitoredDeployment {
    static final Actor ACTOR = Actor.SYSTEM;

    @Autowired
    Monitoring monitoring;

    @Autowired
    PredictionIntake intake;

    @Autowired
    Models models;

    @Autowired
    Deployments deployments;

    @Autowired
    SettableClock clock;

    @TempDir
    Path directory;

    private final SplittableRandom random = new SplittableRandom(7);

    String name = "";

    Release release;

    private final Map<UUID, String> predicted = new LinkedHashMap<>();

    @BeforeEach
    void deploy() throws IOException {
        name = "d" + Ids.next();
        release = deploy(Map.of("accuracy", 0.9));
    }

    Release deploy(Map<String, Double> metrics) throws IOException {
        Path file = Files.write(
                directory.resolve(Ids.next() + ".onnx"),
                TinyOnnx.classifier(List.of("x"), List.of("DOWN", "UP"), random.nextDouble()));
        int version = models.register(
                        new ModelRegistration(
                                name,
                                file,
                                ModelFormat.ONNX,
                                null,
                                null,
                                List.of(),
                                metrics,
                                null,
                                Map.of(),
                                null,
                                Map.of(
                                        "task",
                                        "classification",
                                        "classes",
                                        List.of("DOWN", "UP"),
                                        "label",
                                        "direction",
                                        "release",
                                        Ids.next().toString())),
                        ACTOR)
                .version();
        deployments.put(name, new DeploymentSpec(null, settings(100)), ACTOR);
        return deployments
                .release(name, new ReleaseRequest(name, version, null), ACTOR)
                .to();
    }

    private static MonitoringSettings settings(int windowRows) {
        return new MonitoringSettings(
                true, windowRows, 0, 3_600_000, 5_000, 1, 1_000_000, List.of(), PredictionLogSettings.DEFAULTS);
    }

    /** The model says UP; a share of the truth agrees. */
    void label(List<UUID> ids, double correct) {
        List<Label> labels = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            labels.add(new Label(ids.get(i), 0, i % 100 < correct * 100 ? said(ids.get(i)) : wrong(ids.get(i)), null));
        }
        monitoring.labels(name, labels, ACTOR);
    }

    private String said(UUID id) {
        return Objects.requireNonNull(predicted.get(id));
    }

    private String wrong(UUID id) {
        return said(id).equals("UP") ? "DOWN" : "UP";
    }

    List<UUID> send(int rows, double shift, double upShare) {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            UUID id = freshId();
            intake.accept(prediction(id, 1, shift, upShare));
            ids.add(id);
        }
        return ids;
    }

    /** Made now, by the test's clock. */
    UUID freshId() {
        UUID id = Ids.next();
        return new UUID(
                (clock.instant().toEpochMilli() << 16) | (id.getMostSignificantBits() & 0xffff),
                id.getLeastSignificantBits());
    }

    PredictionRecord prediction(UUID id, int rows, double shift, double upShare) {
        float[] x = new float[rows];
        float[] z = new float[rows];
        String[] colour = new String[rows];
        String[] label = new String[rows];
        float[] probabilities = new float[2 * rows];
        for (int row = 0; row < rows; row++) {
            x[row] = (float) (random.nextGaussian() + shift);
            z[row] = random.nextInt(10);
            colour[row] = colour();
            probabilities[2 * row + 1] = (float) Math.min(1, random.nextDouble() * 0.1 + upShare - 0.05);
            probabilities[2 * row] = 1 - probabilities[2 * row + 1];
            label[row] = random.nextDouble() < upShare ? "UP" : "DOWN";
        }
        predicted.put(id, label[0]);
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put("x", Tensor.column("x", x));
        inputs.put("z", Tensor.column("z", z));
        inputs.put("colour", Tensor.column("colour", colour));
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        outputs.put("label", Tensor.of("label", new long[] {rows}, label));
        outputs.put("probabilities", Tensor.of("probabilities", new long[] {rows, 2}, probabilities));
        return new PredictionRecord(id, clock.instant(), release, rows, inputs, outputs);
    }

    private String colour() {
        double u = random.nextDouble();
        return u < 0.1 ? "" : u < 0.6 ? "red" : "blue";
    }

    static List<Label> labels(List<UUID> ids, String value) {
        return ids.stream().map(id -> new Label(id, 0, value, null)).toList();
    }

    /** What training data of the same process would look like; with columns that the model does not take. */
    void storeReference() {
        FirstRows x = new FirstRows(false, 2_000);
        FirstRows z = new FirstRows(false, 2_000);
        FirstRows colour = new FirstRows(true, 2_000);
        IntStream.range(0, 2_000).forEach(i -> {
            x.add(random.nextGaussian());
            z.add(random.nextInt(10));
            colour.add(colour());
        });
        ReferenceBins direction = new CategoricalBins(List.of("UP", "DOWN"), List.of(1_000L, 1_000L), 0, 0);
        monitoring.storeReference(
                name,
                release.modelVersion(),
                new DatasetProfile(
                        2_000,
                        List.of(
                                column("x", ColumnType.FLOAT, x.toBins()),
                                column("z", ColumnType.INTEGER, z.toBins()),
                                column("colour", ColumnType.STRING, colour.toBins()),
                                column("direction", ColumnType.STRING, direction))),
                new CategoricalBins(List.of("UP", "DOWN"), List.of(1_800L, 200L), 0, 0));
    }

    private static ColumnProfile column(String name, ColumnType type, ReferenceBins bins) {
        return new ColumnProfile(name, type, 2_000, 0, 0, 10, false, null, null, null, null, Map.of(), List.of(), bins);
    }
}
