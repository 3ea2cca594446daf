package dev.holdfast.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.kernel.Role;
import dev.holdfast.model.DatasetReference;
import dev.holdfast.model.GateCheck;
import dev.holdfast.model.GateVerdict;
import dev.holdfast.model.ModelFormat;
import dev.holdfast.model.ModelRegistration;
import dev.holdfast.testkit.SettableClock;
import dev.holdfast.testkit.TinyOnnx;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class ProductionTest extends ReleaseTestCase {
    @Autowired
    private TrafficControl control;

    @Autowired
    private ProductionReader production;

    @Autowired
    private SettableClock clock;

    @Test
    void theHistoryTellsWhatAnsweredAtAnyTime() throws IOException {
        testModels.regression(name, 1);
        DatasetReference dataset =
                new DatasetReference("training", "payments", 3, Digest.parse("sha256:" + "ab".repeat(32)));
        GateCheck check = new GateCheck("accuracy", "min", 0.8, 0.9, null, null, true, "0.9 is at least 0.8");
        models.register(
                new ModelRegistration(
                        name,
                        Files.write(folder.resolve("two.onnx"), TinyOnnx.regression(TestModels.COLUMNS, 1, 2)),
                        ModelFormat.ONNX,
                        null,
                        null,
                        List.of(dataset),
                        Map.of("accuracy", 0.9),
                        new GateVerdict(true, List.of(check)),
                        Map.of(),
                        null,
                        Map.of()),
                ANNA);
        Instant before = clock.instant();
        clock.advance(Duration.ofHours(1));
        Instant first = release(1, "first").entry().at();
        clock.advance(Duration.ofHours(1));
        control.put(
                name,
                new TrafficRequest(
                        List.of(new TrafficRequest.Arm("canary", new TrafficRequest.Target(null, null, 2), 0.2)),
                        null,
                        null,
                        null,
                        "a fifth"),
                null,
                ANNA);
        Instant shared = clock.instant();
        clock.advance(Duration.ofHours(1));
        control.promote(name, "canary", "better", new Actor("ben", Role.APPROVER));
        clock.advance(Duration.ofHours(1));

        assertProblem(ProblemType.NOT_FOUND, "that answered at", () -> production.at(name, before));
        Production alone = production.at(name, first.plusSeconds(60));
        assertThat(alone.since()).isEqualTo(first);
        assertThat(alone.until()).isEqualTo(shared);
        assertThat(alone.releases()).singleElement().satisfies(release -> {
            assertThat(release.release().modelVersion()).isEqualTo(1);
            assertThat(release.approval().actor()).isEqualTo("anna");
            assertThat(release.approval().reason()).isEqualTo("first");
            assertThat(release.origin().modelDigest())
                    .isEqualTo(models.version(name, 1).digest());
        });
        assertThat(production.at(name, shared.plusSeconds(60)).releases())
                .extracting(
                        Production.InService::role,
                        Production.InService::share,
                        release -> release.release().modelVersion(),
                        release -> release.approval().reason())
                .containsExactly(tuple("champion", 0.8, 1, "first"), tuple("canary", 0.2, 2, "a fifth"));
        Production now = production.at(name, null);
        assertThat(now.until()).isNull();
        assertThat(now.traffic()).isNull();
        assertThat(now.releases()).singleElement().satisfies(release -> {
            assertThat(release.release().modelVersion()).isEqualTo(2);
            assertThat(release.approval().action()).isEqualTo(ReleaseAction.PROMOTED);
            assertThat(release.approval().actor()).isEqualTo("ben");
            assertThat(release.origin().datasets()).containsExactly(dataset);
            assertThat(release.origin().metrics()).containsEntry("accuracy", 0.9);
            assertThat(release.origin().gate()).isEqualTo(new GateVerdict(true, List.of(check)));
            assertThat(release.origin().registeredBy()).isEqualTo("anna");
        });
    }
}
