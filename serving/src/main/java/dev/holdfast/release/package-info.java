/** Deployments and their releases: what serves, what served before, and the way back. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"kernel", "storage", "web", "idempotency", "background", "audit", "model", "runtime"})
package dev.holdfast.release;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
