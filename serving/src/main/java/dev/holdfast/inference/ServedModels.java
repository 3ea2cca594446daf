package dev.holdfast.inference;

import dev.holdfast.model.ModelSignature;
import dev.holdfast.release.ActiveRelease;
import dev.holdfast.release.Deployments;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** What serves, as the Open Inference Protocol tells it: a model is a deployment, its version the model version that serves. */
@Service
public class ServedModels {
    private final Deployments deployments;
    private final ModelStatistics statistics;
    private final InferenceProperties properties;

    ServedModels(Deployments deployments, ModelStatistics statistics, InferenceProperties properties) {
        this.deployments = deployments;
        this.statistics = statistics;
        this.properties = properties;
    }

    /** What the protocol calls server metadata. */
    public ServerDescription server() {
        String version = getClass().getPackage().getImplementationVersion();
        return new ServerDescription(
                properties.serverName(), Objects.requireNonNullElse(version, "development"), OpenInference.EXTENSIONS);
    }

    /**
     * The server as it describes itself.
     *
     * @param extensions those that are there, by the names that the protocol's makers gave them
     */
    public record ServerDescription(String name, String version, List<String> extensions) {}

    /** Whether predictions are answered: everything that should serve is in memory, or known not to load. */
    public boolean isReady() {
        return deployments.isLoaded();
    }

    /** What a deployment serves now; a problem where nothing does. */
    public ServedModel model(String deployment, @Nullable String version) {
        try (ActiveRelease active = Serving.require(deployments, deployment, version)) {
            return model(deployment, active);
        }
    }

    private static ServedModel model(String deployment, ActiveRelease active) {
        ModelSignature signature = active.version().signature();
        return new ServedModel(
                deployment,
                List.of(Integer.toString(active.release().modelVersion())),
                Platform.of(active.version().format()).name(),
                signature.inputs(),
                signature.outputs());
    }

    /** How a deployment's model is served; a problem where nothing serves. */
    public ModelConfig config(String deployment, @Nullable String version) {
        try (ActiveRelease active = Serving.require(deployments, deployment, version)) {
            return ModelConfig.of(
                    model(deployment, active),
                    Platform.of(active.version().format()),
                    active.batching(),
                    active.isCached(),
                    properties.maxRows());
        }
    }

    /** What the model has done since the server started; a problem where nothing serves. */
    public ServedModelStatistics statistics(String deployment, @Nullable String version) {
        try (ActiveRelease active = Serving.require(deployments, deployment, version)) {
            return new ServedModelStatistics(List.of(statistics(active)));
        }
    }

    private ServedModelStatistics.OfModel statistics(ActiveRelease active) {
        return ServedModelStatistics.of(
                active.release().deployment(),
                Integer.toString(active.release().modelVersion()),
                statistics.of(active.release()));
    }

    /** The same of all that serve. */
    public ServedModelStatistics statistics() {
        List<ServedModelStatistics.OfModel> all = new ArrayList<>();
        for (String deployment : deployments.names()) {
            try (ActiveRelease active = deployments.active(deployment)) {
                if (active != null) {
                    all.add(statistics(active));
                }
            }
        }
        return new ServedModelStatistics(all);
    }
}
