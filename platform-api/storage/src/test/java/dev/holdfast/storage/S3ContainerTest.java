package dev.holdfast.storage;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** Against an S3 server of its own, where a Docker engine is found. */
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

    @BeforeAll
    static void start() {
        assumeTrue(
                DockerClientFactory.instance().isDockerAvailable(),
                "Skipped: no Docker engine to run an S3 server in; the in-process one is tested all the same");
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
