package dev.holdfast.runtime;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
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
        Gauge.builder("holdfast.models.memory", room, there -> there.usage().bytes())
                .description("What models in memory take, about")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder(
                        "holdfast.models.memory.limit",
                        room,
                        there -> there.usage().limit())
                .description("What models may take together")
                .baseUnit("bytes")
                .register(registry);
        FunctionCounter.builder(
                        "holdfast.models.loads", room, there -> there.usage().loads())
                .register(registry);
        FunctionCounter.builder(
                        "holdfast.models.unloads", room, there -> there.usage().unloads())
                .register(registry);
        FunctionCounter.builder(
                        "holdfast.models.refusals", room, there -> there.usage().refusals())
                .description("Models that were not loaded for want of memory")
                .register(registry);
    }
}
