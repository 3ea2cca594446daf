package dev.holdfast.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.kernel.Role;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PinTest extends ReleaseTestCase {
    private static final Actor PIPELINE = new Actor("pipeline:retrain", Role.APPROVER);

    @BeforeEach
    void threeVersions() throws IOException {
        for (int version = 1; version <= 3; version++) {
            testModels.regression(name, version);
        }
        release(1, null);
        release(2, null);
    }

    @Test
    void aRollbackKeepsAutomaticReleasesOutUntilAPersonReleases() {
        automatic(3);
        deployments.rollback(name, null, "worse", ANNA);

        assertThat(deployments.deployment(name).pin()).isNotNull().satisfies(pin -> {
            assertThat(pin.reason()).isEqualTo("worse");
            assertThat(pin.actor()).isEqualTo("anna");
        });
        assertProblem(ProblemType.CONFLICT, "DELETE /api/v1/deployments/" + name + "/pin", () -> automatic(3));
        assertThat(answer()).isEqualTo(2);

        release(1, "by hand");
        assertThat(deployments.deployment(name).pin()).isNull();
        automatic(3);
        assertThat(answer()).isEqualTo(3);
    }

    @Test
    void aPinIsSetAndLiftedByHand() {
        deployments.pin(name, "holidays", ANNA);
        assertProblem(ProblemType.CONFLICT, "holidays", () -> automatic(3));
        assertProblem(ProblemType.INVALID, "say why", () -> deployments.pin(name, " ", ANNA));

        assertThat(deployments.unpin(name, null, ANNA).pin()).isNull();
        automatic(3);
        assertThat(answer()).isEqualTo(3);
    }

    private void automatic(int version) {
        deployments.release(name, new ReleaseRequest(name, version, "retrained", true), PIPELINE);
    }
}
