package dev.holdfast.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.HoldfastTest;
import dev.holdfast.idempotency.RequestKey;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@HoldfastTest(properties = "holdfast.pipelines.enabled=false")
class RunStartsTest {
    private static final String ONE_STEP = """
            steps:
              - {name: only, kind: sql, outputs: {one: "SELECT 1 AS x"}}
            """;

    @Autowired
    private Pipelines pipelines;

    /** As when several servers share a database. */
    @Test
    void oneOfManyRequestsWithTheSameKeyMakesTheRunThatAllAreAnsweredWith() throws Exception {
        int requests = 6;
        pipelines.put("once", ONE_STEP, Actor.SYSTEM);
        CyclicBarrier together = new CyclicBarrier(requests);
        Set<UUID> answered = new HashSet<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(requests)) {
            List<Future<UUID>> starts = IntStream.range(0, requests)
                    .mapToObj(i -> threads.submit(() -> {
                        together.await();
                        return start(key("nightly"));
                    }))
                    .toList();
            for (Future<UUID> start : starts) {
                answered.add(start.get());
            }
        }

        assertThat(answered).hasSize(1);
        assertThat(pipelines.runs("once", PageRequest.first()).items())
                .extracting(PipelineRun::id)
                .containsExactlyElementsOf(answered);
        assertThat(start(key("nightly"))).isIn(answered);
        assertThatThrownBy(() -> start(key("another"))).isInstanceOf(ProblemException.class);
    }

    private UUID start(RequestKey key) {
        return pipelines.start("once", RunRequest.defaults(), key, Actor.SYSTEM).id();
    }

    private static RequestKey key(String request) {
        return RequestKey.of("the same", Actor.SYSTEM, "POST /runs", request.getBytes(UTF_8));
    }
}
