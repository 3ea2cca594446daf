/** Watches live models: windows of traffic against the training data, late labels, drift, performance, and the events that say so. */
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
            "model",
            "runtime",
            "release"
        })
package dev.holdfast.monitoring;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
