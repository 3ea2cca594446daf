/** Pipelines: definitions in YAML, durable runs of their steps, and the triggers that start them. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "kernel",
            "storage",
            "web",
            "idempotency",
            "background",
            "audit",
            "dataset",
            "tracking",
            "model",
            "runtime",
            "training",
            "release",
            "monitoring"
        })
package dev.holdfast.pipeline;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
