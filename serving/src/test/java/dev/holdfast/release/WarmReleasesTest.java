package dev.holdfast.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.runtime.MayUnload;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class WarmReleasesTest extends ReleaseTestCase {
    @Autowired
    private WarmReleases warm;

    @Autowired
    private ServingTable table;

    @Test
    void whatIsOnlyKeptWarmGoesFirstAndComesBackWithARollback() throws IOException {
        for (int version = 1; version <= 3; version++) {
            testModels.regression(name, version);
            release(version, null);
            assertAnswerFitsItsRelease();
        }
        ServedDeployment served = table.served(name);
        assertThat(served.holds(1)).isTrue();
        assertThat(served.holds(2)).isTrue();

        // Other tests' releases were asked longer ago.
        while (served.holds(1)) {
            assertThat(served.holds(2)).as("the one that was asked later").isTrue();
            assertThat(warm.unloadOne(MayUnload.KEPT_WARM)).isTrue();
        }
        while (served.holds(2)) {
            assertThat(warm.unloadOne(MayUnload.KEPT_WARM)).isTrue();
        }
        assertThat(served.holds(3)).as("what answers stays").isTrue();
        assertThat(answer()).isEqualTo(3);

        ReleaseChange back = deployments.rollback(name, null, "wrong", ANNA);
        assertThat(back.warm()).isFalse();
        assertThat(answer()).isEqualTo(2);
    }
}
