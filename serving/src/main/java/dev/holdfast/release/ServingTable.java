package dev.holdfast.release;

import dev.holdfast.kernel.ProblemException;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Every deployment as this replica serves it. Predictions read it; they never ask the database. */
@Component
class ServingTable {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final ConcurrentHashMap<String, ServedDeployment> deployments = new ConcurrentHashMap<>();
    private final ReleaseProperties properties;
    private volatile boolean loaded;

    ServingTable(ReleaseProperties properties) {
        this.properties = properties;
    }

    ServedDeployment served(String deployment) {
        return deployments.computeIfAbsent(deployment, name -> new ServedDeployment(properties.keepWarm()));
    }

    Optional<ServedDeployment> find(String deployment) {
        return Optional.ofNullable(deployments.get(deployment));
    }

    List<String> names() {
        return deployments.keySet().stream().sorted().toList();
    }

    @Nullable
    ActiveRelease active(String deployment) {
        ServedDeployment served = deployments.get(deployment);
        return served == null ? null : served.lease();
    }

    /** The promotion rule that counts now; null where there is none. */
    @Nullable
    PromotionRule ruleOf(String deployment) {
        ServedDeployment served = deployments.get(deployment);
        Routes routes = served == null ? null : served.routes();
        return routes == null ? null : routes.policy().rule();
    }

    /** Who gets copies of what a release answers as champion; null where nobody does. */
    Routes.@Nullable Shadow shadowOf(Release champion) {
        ServedDeployment served = deployments.get(champion.deployment());
        Routes routes = served == null ? null : served.routes();
        return routes == null || routes.champion().release().number() != champion.number() ? null : routes.shadow();
    }

    ProblemException whyInactive(String deployment) {
        ServedDeployment served = deployments.get(deployment);
        Snapshot known = served == null ? null : served.known();
        if (served == null || known == null) {
            return loaded
                    ? DeploymentRecords.unknown(deployment)
                    : ProblemException.unavailable("The server is still loading its models.", RETRY_AFTER);
        }
        Release current = known.current();
        if (current == null) {
            return ProblemException.unavailable(
                    "Deployment \"" + deployment + "\" has no release yet; make one with POST /api/v1/deployments/"
                            + deployment + "/releases.",
                    RETRY_AFTER);
        }
        if (served.isUnloaded()) {
            return ProblemException.unavailable(
                    "Deployment \"" + deployment + "\" was unloaded; POST /v2/repository/models/" + deployment
                            + "/load brings it back.",
                    RETRY_AFTER);
        }
        String failure = served.failure();
        return ProblemException.unavailable(
                "Release " + current.number() + " of deployment \"" + deployment + "\" is not in memory"
                        + (failure == null ? "." : ": " + failure)
                        + " It is tried again; POST /api/v1/deployments/" + deployment
                        + "/rollback takes an earlier release back.",
                RETRY_AFTER);
    }

    MonitoringSettings monitoringOf(String deployment) {
        ServedDeployment served = deployments.get(deployment);
        Snapshot known = served == null ? null : served.known();
        return known == null ? MonitoringSettings.DEFAULTS : known.monitoring();
    }

    /** Whether everything that served when this replica started was loaded, or found impossible to load. */
    boolean isLoaded() {
        return loaded;
    }

    void loaded() {
        loaded = true;
    }

    /** What is in memory and answers nobody. */
    List<LoadedRelease> warm() {
        return deployments.values().stream()
                .flatMap(served -> served.warm().stream())
                .toList();
    }

    /** What answers and may go from memory until it is asked. */
    List<LoadedRelease> displaceable() {
        return deployments.values().stream()
                .flatMap(served -> served.displaceable().stream())
                .toList();
    }

    @PreDestroy
    void close() {
        deployments.values().forEach(ServedDeployment::close);
    }
}
