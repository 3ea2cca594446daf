package dev.holdfast.batch;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Figures of this server's batch jobs for Prometheus. */
@Component
class BatchMetrics {
    private static final String DEPLOYMENT = "deployment";
    private final MeterRegistry registry;

    BatchMetrics(ObjectProvider<MeterRegistry> registry) {
        // Only the server has one; a module by itself counts for nobody.
        this.registry = registry.getIfAvailable(SimpleMeterRegistry::new);
    }

    void running(Supplier<Number> jobs) {
        Gauge.builder("holdfast.batch.jobs.running", jobs)
                .description("Batch jobs that run on this server")
                .register(registry);
    }

    void finished(BatchJob job, FinishedChunk chunk, long nanos) {
        registry.counter("holdfast.batch.rows", DEPLOYMENT, job.deployment()).increment((double) chunk.rows());
        registry.counter("holdfast.batch.rows.failed", DEPLOYMENT, job.deployment())
                .increment((double) chunk.rowsFailed());
        registry.timer("holdfast.batch.chunk", DEPLOYMENT, job.deployment()).record(nanos, TimeUnit.NANOSECONDS);
    }

    void ended(BatchJobState state) {
        registry.counter("holdfast.batch.jobs.ended", "state", state.wireName()).increment();
    }
}
