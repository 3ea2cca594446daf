/** Experiments and their runs: parameters, metrics, tags and the datasets they read. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"kernel", "storage", "web", "idempotency", "audit", "mlflow", "artifact", "search"})
package dev.holdfast.tracking;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
