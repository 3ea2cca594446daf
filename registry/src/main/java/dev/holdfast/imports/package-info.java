/** Moving in: copies what another MLflow server has. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"kernel", "storage", "web", "idempotency", "audit", "artifact", "tracking", "model"})
package dev.holdfast.imports;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
