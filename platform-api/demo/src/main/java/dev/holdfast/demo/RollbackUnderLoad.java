package dev.holdfast.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.JsonNode;

/** Several callers ask for predictions without a pause; in the middle of it one call rolls the deployment back. */
final class RollbackUnderLoad {
    private static final int CALLERS = 4;
    private static final int REQUESTS_BEFORE = 100;
    private static final Duration TRAFFIC_AFTER = Duration.ofMillis(500);

    private final Api api;
    private final Traffic traffic;
    private final String deployment;
    private final int row;

    RollbackUnderLoad(Api api, Traffic traffic, String deployment, int row) {
        this.api = api;
        this.traffic = traffic;
        this.deployment = deployment;
        this.row = row;
    }

    /**
     * @param callMs how long the call took, as its caller saw it
     * @param flipMs how long the server took to point the traffic elsewhere
     */
    record Result(Instant at, double callMs, double flipMs, long requests, long failed) {}

    Result run() {
        long sentBefore = traffic.sent();
        long failedBefore = traffic.failed();
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch warm = new CountDownLatch(REQUESTS_BEFORE);
        List<Future<?>> callers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < CALLERS; caller++) {
                callers.add(threads.submit(() -> {
                    while (!stop.get()) {
                        traffic.predict(row, row + 1);
                        warm.countDown();
                    }
                }));
            }
            Result result;
            try {
                warm.await();
                result = rollBack();
                Thread.sleep(TRAFFIC_AFTER);
            } finally {
                stop.set(true);
            }
            for (Future<?> caller : callers) {
                caller.get();
            }
            return new Result(
                    result.at(),
                    result.callMs(),
                    result.flipMs(),
                    traffic.sent() - sentBefore,
                    traffic.failed() - failedBefore);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("Stopped.");
        } catch (ExecutionException e) {
            throw new IllegalStateException("A caller failed", e);
        }
    }

    private Result rollBack() {
        Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        long start = System.nanoTime();
        JsonNode change = api.post(
                "/api/v1/deployments/" + deployment + "/rollback",
                api.json().createObjectNode().put("reason", "the demo shows a rollback under load"));
        double callMs = (System.nanoTime() - start) / 1e6;
        return new Result(at, callMs, change.path("flip_ms").asDouble(), 0, 0);
    }
}
