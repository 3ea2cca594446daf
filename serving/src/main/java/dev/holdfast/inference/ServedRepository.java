package dev.holdfast.inference;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.release.ModelMemory;
import dev.holdfast.release.ModelMemory.Standing;
import java.util.List;
import org.springframework.stereotype.Service;

/** What the Open Inference Protocol calls the model repository: which models this server could answer for, and which it does. */
@Service
public class ServedRepository {
    private static final String READY = "READY";
    private static final String UNAVAILABLE = "UNAVAILABLE";

    private final ModelMemory memory;

    ServedRepository(ModelMemory memory) {
        this.memory = memory;
    }

    /**
     * A deployment with a release.
     *
     * @param version the model version that serves, or should
     * @param state {@code READY} or {@code UNAVAILABLE}
     * @param reason why it is not ready; empty where it is
     */
    public record ModelIndex(String name, String version, String state, String reason) {}

    /** All deployments that have a release, or only those that answer. */
    public List<ModelIndex> index(boolean readyOnly) {
        return memory.standings().stream()
                .filter(standing -> standing.release() != null && (standing.isReady() || !readyOnly))
                .map(ServedRepository::entry)
                .toList();
    }

    private static ModelIndex entry(Standing standing) {
        String version = standing.release() == null
                ? ""
                : Integer.toString(standing.release().modelVersion());
        return new ModelIndex(
                standing.deployment(), version, standing.isReady() ? READY : UNAVAILABLE, standing.reason());
    }

    /** Brings what a deployment should serve into this server's memory; a problem where that fails. */
    public void load(String deployment) {
        memory.load(deployment);
    }

    /** Takes it out of this server's memory, until it is loaded again or another release is made. */
    public void unload(String deployment) {
        memory.unload(deployment);
    }

    /** The protocol lets callers send a configuration or files; here both come from the registry. */
    public static void refuseParameters(boolean any) {
        if (any) {
            throw new ProblemException(
                    ProblemType.NOT_SUPPORTED,
                    "Parameters of load and unload are not supported: models and their settings come from the registry.");
        }
    }
}
