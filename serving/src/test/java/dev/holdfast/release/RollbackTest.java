package dev.holdfast.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.holdfast.kernel.ProblemType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RollbackTest extends ReleaseTestCase {
    @Test
    void rollbackGoesBackAlongTheWayTheReleasesCame() throws IOException {
        for (int version = 1; version <= 4; version++) {
            testModels.regression(name, version);
        }
        release(1, null);
        release(2, null);
        release(3, null);

        ReleaseChange first = deployments.rollback(name, null, "three is bad", ANNA);
        assertThat(first.to().number()).isEqualTo(2);
        assertThat(first.warm()).isTrue();
        assertThat(answer()).isEqualTo(2);

        release(4, null);
        assertThat(deployments.rollback(name, null, "four is bad", ANNA).to().number())
                .as("not to three, which was taken back before four came")
                .isEqualTo(2);
        assertThat(deployments.rollback(name, null, "two as well", ANNA).to().number())
                .isEqualTo(1);
        assertThat(answer()).isEqualTo(1);
        assertProblem(ProblemType.CONFLICT, "is the first", () -> deployments.rollback(name, null, "on", ANNA));

        ReleaseChange named = deployments.rollback(name, 3, "three was right after all", ANNA);
        assertThat(named.to().modelVersion()).isEqualTo(3);
        assertThat(answer()).isEqualTo(3);
        assertThat(historyEntries())
                .extracting(HistoryEntry::action, HistoryEntry::release, HistoryEntry::previousRelease)
                .startsWith(tuple(ReleaseAction.ROLLED_BACK, 3, 1), tuple(ReleaseAction.ROLLED_BACK, 1, 2));
        assertThat(historyEntries()).hasSize(8);
    }

    @Test
    void tenThousandPredictionsAroundFlipsBackAndForth() throws Exception {
        testModels.regression(name, 1);
        testModels.regression(name, 2);
        testModels.regression(name, 3);
        release(1, null);
        release(2, null);
        release(3, null);
        int requests = 10_000;
        AtomicInteger left = new AtomicInteger(requests);
        List<Double> flips = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Integer>> callers = IntStream.range(0, 8)
                    .mapToObj(caller -> threads.submit(() -> {
                        int answered = 0;
                        while (left.getAndDecrement() > 0) {
                            assertAnswerFitsItsRelease();
                            answered++;
                        }
                        return answered;
                    }))
                    .toList();
            for (int flip = 0; left.get() > 0 || flip < 4; flip++) {
                ReleaseChange change = deployments.rollback(name, 1 + flip % 3, "back and forth", ANNA);
                assertThat(change.warm()).isTrue();
                flips.add(change.flipMs());
            }
            int answered = 0;
            for (Future<Integer> caller : callers) {
                answered += caller.get();
            }
            assertThat(answered).isEqualTo(requests);
        }
        assertThat(flips).hasSizeGreaterThanOrEqualTo(4);
    }
}
