package dev.holdfast.release;

import dev.holdfast.kernel.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** What this server has in memory of what its deployments should serve. Never asks the database, but to load. */
@Service
public class ModelMemory {
    private final ServingTable table;
    private final ReplicaSync sync;

    ModelMemory(ServingTable table, ReplicaSync sync) {
        this.table = table;
        this.sync = sync;
    }

    /**
     * How a deployment stands here.
     *
     * @param release what should serve; absent before the first release
     * @param isReady whether it answers, if only after it has come back into memory
     * @param reason why it does not; {@link #UNLOADED} where it is not in memory; empty where it is
     */
    public record Standing(String deployment, @Nullable Release release, boolean isReady, String reason) {}

    /** Out of memory, by a call of {@link #unload} or to make room. */
    public static final String UNLOADED = "unloaded";

    /** All deployments that this server knows of, in the order of their names. */
    public List<Standing> standings() {
        return table.names().stream().map(this::standing).toList();
    }

    private Standing standing(String deployment) {
        try (ActiveRelease active = table.active(deployment)) {
            if (active != null) {
                return new Standing(deployment, active.release(), true, active.isInMemory() ? "" : UNLOADED);
            }
        }
        ServedDeployment served = table.served(deployment);
        Snapshot known = served.known();
        return new Standing(
                deployment,
                known == null ? null : known.current(),
                false,
                served.isUnloaded() ? UNLOADED : table.whyInactive(deployment).detail());
    }

    /**
     * Loads what a deployment should serve, if it is not in memory.
     *
     * @throws ProblemException 404 where there is no such deployment, 503 where it has no release or that can't be loaded
     */
    public void load(String deployment) {
        known(deployment).wanted();
        sync.reconcile();
        try (ActiveRelease active = table.active(deployment)) {
            if (active == null) {
                throw table.whyInactive(deployment);
            }
            active.load();
        }
    }

    /**
     * Takes a deployment's models out of memory, those kept warm too, when the predictions that run on them have ended. They come back by
     * {@link #load}, with the next release or with the server's next start.
     *
     * @throws ProblemException 404 where there is no such deployment
     */
    public void unload(String deployment) {
        known(deployment).unload();
    }

    private ServedDeployment known(String deployment) {
        ServedDeployment served = table.find(deployment).orElseThrow(() -> DeploymentRecords.unknown(deployment));
        if (served.known() == null) {
            throw table.whyInactive(deployment);
        }
        return served;
    }
}
