package dev.holdfast.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.kernel.ProblemType;
import dev.holdfast.model.ModelVersion;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReplicaSyncTest extends ReleaseTestCase {
    @Test
    void whatWasCommittedServesAfterARestartAndABrokenModelDoesNotPreventIt() throws IOException {
        testModels.regression(name, 1);
        testModels.regression(name, 2);
        release(1, null);
        release(2, null);
        deployments.rollback(name, null, "back to one", ANNA);
        String broken = name + "-broken";
        deployments.put(broken, DeploymentSpec.defaults(), ANNA);
        ModelVersion other = testModels.regression(broken, 555);
        deployments.release(broken, new ReleaseRequest(broken, 1, null), ANNA);
        flipOneByte(other);

        ServingTable restarted = new ServingTable(properties());
        ReplicaSync sync = sync(restarted);
        assertThat(restarted.isLoaded()).isFalse();
        assertThat(restarted.whyInactive(name).type()).isEqualTo(ProblemType.UNAVAILABLE);
        sync.reconcile();
        sync.warmEarlier();

        assertThat(restarted.isLoaded()).isTrue();
        assertThat(answer(restarted)).isEqualTo(1);
        assertThat(restarted.active(broken)).isNull();
        assertThat(restarted.whyInactive(broken).type()).isEqualTo(ProblemType.UNAVAILABLE);
        assertThat(restarted.whyInactive(broken).detail()).contains("Release 1", "rollback");
        ServedDeployment served = restarted.served(name);
        served.changes.lock();
        try {
            assertThat(served.inMemory(2))
                    .as("the earlier release is warm again")
                    .isPresent();
        } finally {
            served.changes.unlock();
        }
        restarted.close();
    }

    @Test
    void changesOfAnotherReplicaArrive() throws IOException {
        ModelVersion first = testModels.regression(name, 1);
        ModelVersion second = testModels.regression(name, 2);
        // What another replica does: it commits, and this one's memory knows nothing of it.
        releases.release(name, first, new ReleaseRequest(name, 1, null), null, ANNA);
        await().atMost(Duration.ofSeconds(10)).until(() -> isServing(1));
        releases.release(name, second, new ReleaseRequest(name, 2, null), null, ANNA);
        await().atMost(Duration.ofSeconds(10)).until(() -> isServing(2));
        RollbackPlan plan = new RollbackPlan(deployments.release(name, 2), deployments.release(name, 1));
        assertThat(releases.move(plan, ReleaseAction.ROLLED_BACK, "elsewhere", null, ANNA))
                .isPresent();
        await().atMost(Duration.ofSeconds(10)).until(() -> isServing(1));
        assertThat(answer()).isEqualTo(1);
    }
}
