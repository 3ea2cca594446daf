package dev.holdfast.inference;

import dev.holdfast.kernel.Actor;
import dev.holdfast.model.Models;
import dev.holdfast.release.DeploymentSpec;
import dev.holdfast.release.Deployments;
import dev.holdfast.release.ReleaseRequest;
import dev.holdfast.release.TestModels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

/** Small models that are served. */
abstract class ServedTestCase {
    @TempDir
    private Path folder;

    @Autowired
    Deployments deployments;

    @Autowired
    private Models models;

    /** Has the deployment serve version 1 by default settings; {@code versions} are registered where no test did before. */
    final void serve(String name, byte[]... versions) throws IOException {
        deployments.put(name, DeploymentSpec.defaults(), Actor.SYSTEM);
        if (deployments.current(name).isEmpty()) {
            for (byte[] version : versions) {
                new TestModels(models, folder).register(name, version, Map.of());
            }
        }
        if (deployments
                .current(name)
                .filter(release -> release.modelVersion() == 1)
                .isEmpty()) {
            deployments.release(name, new ReleaseRequest(name, 1, null), Actor.SYSTEM);
        }
    }
}
