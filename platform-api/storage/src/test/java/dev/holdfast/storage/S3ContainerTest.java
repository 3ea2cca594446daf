package dev.holdfast.storage;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** Against an S3 server of its own, where a Docker engine is found. */
@EnabledIf(value = "dockerIsThere", disabledReason = "no Docker engine here to run an S3 server in")
class S3ContainerTest extends ObjectStoreContract {
    private static final String KEY = "test-access-key";
    private static final String SECRET = "test-secret-key";
    private static final int PORT = 9000;
    private static final GenericContainer<?> SERVER = new GenericContainer<>(
                    "quay.io/minio/minio:RELEASE.2025-04-22T22-12-26Z")
            .withCommand("server", "/data")
            .withEnv("MINIO_ROOT_USER", KEY)
            .withEnv("MINIO_ROOT_PASSWORD", SECRET)
            .withExposedPorts(PORT)
            .waitingFor(Wait.forHttp("/minio/health/ready").forPort(PORT));

    static boolean dockerIsThere() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    @BeforeAll
    static void start() {
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    @Override
    ObjectStore newStore(Path home) throws IOException {
        S3ObjectStore store = new S3ObjectStore(
                "http://" + SERVER.getHost() + ":" + SERVER.getMappedPort(PORT), "us-east-1", "blobs", KEY, SECRET);
        store.ensureBucket();
        return store;
    }
}
