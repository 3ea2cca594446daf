/** Registered models and their immutable versions: aliases, gate verdicts, lineage. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "kernel",
            "storage",
            "web",
            "idempotency",
            "audit",
            "mlflow",
            "dataset",
            "tracking",
            "artifact",
            "search"
        })
package dev.holdfast.model;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
