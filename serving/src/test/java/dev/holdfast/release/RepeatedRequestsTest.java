package dev.holdfast.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.idempotency.RequestKey;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.kernel.Role;
import dev.holdfast.testkit.SettableClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class RepeatedRequestsTest extends ReleaseTestCase {
    @Autowired
    private SettableClock clock;

    @BeforeEach
    void twoVersions() throws IOException {
        testModels.regression(name, 1);
        testModels.regression(name, 2);
    }

    @Test
    void theSameKeyReleasesOnce() {
        ReleaseChange first = release(1, "one", ANNA);
        release(2, "two", ANNA);

        ReleaseChange again = release(1, "one", ANNA);
        assertThat(again.to()).isEqualTo(first.to());
        assertThat(again.entry()).isEqualTo(first.entry());
        assertThat(answer()).isEqualTo(2);
        assertThat(historyEntries()).hasSize(2);
        assertProblem(ProblemType.INVALID, "another request", () -> release(2, "one", ANNA));
        assertProblem(ProblemType.MALFORMED_REQUEST, "1 to 255", () -> release(2, " ", ANNA));

        release(1, "one", new Actor("ben", Role.APPROVER));
        assertThat(answer()).as("another caller's key is another key").isEqualTo(1);
        clock.advance(Duration.ofHours(25));
        release(2, "one", ANNA);
        assertThat(answer()).as("a key is forgotten after a day").isEqualTo(2);
    }

    @Test
    void theSameKeyRollsBackOnce() {
        release(1, "one", ANNA);
        release(2, "two", ANNA);
        release(1, "three", ANNA);
        ReleaseChange first = rollback("back");
        ReleaseChange again = rollback("back");
        assertThat(again.entry()).isEqualTo(first.entry());
        assertThat(again.from()).isEqualTo(first.from());
        assertThat(answer()).isEqualTo(2);
        assertThat(historyEntries()).hasSize(4);
    }

    @Test
    void twoAtOnceReleaseOnce() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<ReleaseChange>> changes = IntStream.range(0, 4)
                    .mapToObj(i -> threads.submit(() -> release(1, "at once", ANNA)))
                    .toList();
            for (Future<ReleaseChange> change : changes) {
                assertThat(change.get().to().number()).isEqualTo(1);
            }
        }
        assertThat(historyEntries()).hasSize(1);
    }

    private ReleaseChange release(int version, String key, Actor actor) {
        return deployments.release(
                name,
                new ReleaseRequest(name, version, null),
                RequestKey.of(key, actor, "releases of " + name, new byte[] {(byte) version}),
                actor);
    }

    private ReleaseChange rollback(String key) {
        return deployments.rollback(
                name, null, "bad", RequestKey.of(key, ANNA, "rollback of " + name, new byte[0]), ANNA);
    }
}
