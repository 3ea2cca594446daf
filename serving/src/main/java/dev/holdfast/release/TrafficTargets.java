package dev.holdfast.release;

import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.model.ModelVersion;
import dev.holdfast.runtime.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds the releases that a traffic policy names, makes those that there are not yet, and loads what is not in memory. */
@Component
class TrafficTargets {
    private final DeploymentRecords records;
    private final TrafficRecords traffic;
    private final ReleaseLoader loader;

    TrafficTargets(DeploymentRecords records, TrafficRecords traffic, ReleaseLoader loader) {
        this.records = records;
        this.traffic = traffic;
        this.loader = loader;
    }

    /** Finds or makes the releases; what had to be loaded for it goes into {@code fresh}. */
    TrafficPolicy resolve(
            Release champion,
            TrafficRequest request,
            ServedDeployment served,
            Map<Integer, LoadedRelease> fresh,
            Actor actor) {
        List<TrafficArm> arms = new ArrayList<>();
        for (int i = 0; i < request.arms().size(); i++) {
            TrafficRequest.Arm arm = request.arms().get(i);
            int release = resolve("arms[" + i + "].", champion, arm.target(), served, fresh, actor);
            arms.add(new TrafficArm(arm.name(), release, arm.weight()));
        }
        TrafficRequest.Shadow shadow = request.shadow();
        return new TrafficPolicy(
                arms,
                request.stickyBy(),
                shadow == null
                        ? null
                        : new ShadowPolicy(
                                resolve("shadow.", champion, shadow.target(), served, fresh, actor), shadow.sample()),
                request.rule());
    }

    private int resolve(
            String field,
            Release champion,
            TrafficRequest.Target target,
            ServedDeployment served,
            Map<Integer, LoadedRelease> fresh,
            Actor actor) {
        String deployment = champion.deployment();
        Release release;
        if (target.version() != null) {
            String model = Objects.requireNonNullElse(target.model(), champion.model());
            Optional<Release> there = traffic.newest(deployment, model, target.version());
            if (there.isEmpty()) {
                ModelVersion version = loader.find(field + "version", model, target.version());
                checkInputs(field + "version", champion, version);
                var loaded = loader.load(version, Device.CPU);
                release = traffic.prepare(deployment, version, actor);
                fresh.put(release.number(), new LoadedRelease(release, version, loaded));
                return release.number();
            }
            release = there.get();
        } else {
            release = release(field + "release", deployment, Objects.requireNonNull(target.release()));
        }
        checkInputs(
                field + (target.version() == null ? "release" : "version"),
                champion,
                loader.find(field + "release", release.model(), release.modelVersion()));
        if (!fresh.containsKey(release.number())) {
            served.find(release.number())
                    .ifPresentOrElse(
                            there -> there.model().load(), () -> fresh.put(release.number(), loader.load(release)));
        }
        return release.number();
    }

    private Release release(String field, String deployment, int number) {
        try {
            return records.release(deployment, number);
        } catch (ProblemException e) {
            if (e.type() != ProblemType.NOT_FOUND) {
                throw e;
            }
            throw ProblemException.invalid(
                    field,
                    number,
                    "is not a release of this deployment; GET /api/v1/deployments/" + deployment
                            + "/releases lists them.");
        }
    }

    private void checkInputs(String field, Release champion, ModelVersion other) {
        TrafficRules.checkInputs(field, loader.find(field, champion.model(), champion.modelVersion()), other);
    }
}
