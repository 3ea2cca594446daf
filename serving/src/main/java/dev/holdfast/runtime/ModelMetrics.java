package dev.holdfast.runtime;

import dev.holdfast.runtime.ModelRuntime.Usage;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;

/** What models take of the memory, and how they come and go. */
@Component
class ModelMetrics implements MeterBinder {
    private final ModelRoom room;

    ModelMetrics(ModelRoom room) {
        this.room = room;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("holdfast.models.loaded", room, there -> there.usage().models())
                .description("Models in memory")
                .register(registry);
        memory(registry, "measured", Usage::measuredBytes);
        memory(registry, "estimated", usage -> usage.bytes() - usage.measuredBytes());
        Gauge.builder(
                        "holdfast.models.memory.limit",
                        room,
                        there -> there.usage().limit())
                .description("What models may take together")
                .baseUnit("bytes")
                .register(registry);
        counter(registry, "loads", "Models that were opened, those that are registered included", Usage::loads);
        counter(registry, "load.failures", "Models that could not come to answer", Usage::failures);
        counter(registry, "unloads", "Models that were closed", Usage::unloads);
        counter(
                registry,
                "displacements",
                "Models that answer and were unloaded for others, until they are asked again",
                Usage::displacements);
        counter(registry, "refusals", "Models that were not loaded for want of memory", Usage::refusals);
        FunctionTimer.builder(
                        "holdfast.models.load",
                        room.counts(),
                        ModelCounts::timed,
                        ModelCounts::timedNanos,
                        TimeUnit.NANOSECONDS)
                .description("Bringing a model into memory to answer: its digest verified, opened, run once")
                .register(registry);
    }

    private void memory(MeterRegistry registry, String source, ToDoubleFunction<Usage> bytes) {
        Gauge.builder("holdfast.models.memory", room, there -> bytes.applyAsDouble(there.usage()))
                .description("What models in memory take")
                .tag("source", source)
                .baseUnit("bytes")
                .register(registry);
    }

    private void counter(MeterRegistry registry, String name, String description, ToDoubleFunction<Usage> count) {
        FunctionCounter.builder("holdfast.models." + name, room, there -> count.applyAsDouble(there.usage()))
                .description(description)
                .register(registry);
    }
}
