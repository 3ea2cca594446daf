package dev.holdfast.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.HoldfastTest;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.kernel.Role;
import dev.holdfast.model.ModelVersion;
import dev.holdfast.model.Models;
import dev.holdfast.runtime.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A deployment of its own for each test, and words for what is done with it. */
@HoldfastTest
abstract class ReleaseTestCase {
    static final Actor ANNA = new Actor("anna", Role.APPROVER);
    private static final AtomicInteger made = new AtomicInteger();

    @TempDir
    Path folder;

    @Value("${holdfast.home}")
    private Path home;

    @Autowired
    Deployments deployments;

    @Autowired
    DeploymentRecords records;

    @Autowired
    ReleaseRecords releases;

    @Autowired
    History history;

    @Autowired
    ReleaseLoader loader;

    @Autowired
    Models models;

    @Autowired
    JdbcClient database;

    TestModels testModels;
    String name;

    @BeforeEach
    void newDeployment() {
        testModels = new TestModels(models, folder);
        name = "deployment-" + made.incrementAndGet();
        deployments.put(name, DeploymentSpec.defaults(), ANNA);
    }

    final boolean isServing(int number) {
        try (ActiveRelease active = deployments.active(name)) {
            return active != null && active.release().number() == number;
        }
    }

    final ReleaseChange release(int version, @Nullable String reason) {
        return deployments.release(name, new ReleaseRequest(name, version, reason), ANNA);
    }

    final List<HistoryEntry> historyEntries() {
        return deployments.history(name, PageRequest.first()).items();
    }

    final ReplicaSync sync(ServingTable table) {
        return new ReplicaSync(records, releases, history, table, loader, properties());
    }

    static ReleaseProperties properties() {
        return new ReleaseProperties(2, Duration.ofSeconds(5), Duration.ofSeconds(30));
    }

    final double answer() {
        try (ActiveRelease active = Objects.requireNonNull(deployments.active(name))) {
            return answer(active);
        }
    }

    final double answer(ServingTable table) {
        try (ActiveRelease active = Objects.requireNonNull(table.active(name))) {
            return answer(active);
        }
    }

    final void assertAnswerFitsItsRelease() {
        try (ActiveRelease active = Objects.requireNonNull(deployments.active(name))) {
            assertThat(answer(active)).isEqualTo(active.release().modelVersion());
        }
    }

    static double answer(ActiveRelease active) {
        Map<String, Tensor> outputs = active.run(Map.of("a", Tensor.column("a", 0f), "b", Tensor.column("b", 0f)));
        return Objects.requireNonNull(outputs.get("prediction")).doubleAt(0);
    }

    final void flipOneByte(ModelVersion version) throws IOException {
        String hex = version.manifest().files().getFirst().digest().hex();
        Path blob;
        try (Stream<Path> files = Files.walk(home)) {
            blob = files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains(hex)
                            || hex.endsWith(file.getFileName().toString()))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(blob);
        bytes[bytes.length / 2] ^= 1;
        assertThat(blob.toFile().setWritable(true)).isTrue();
        Files.write(blob, bytes);
    }

    static void assertProblem(ProblemType type, String text, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(type))
                .hasMessageContaining(text);
    }
}
