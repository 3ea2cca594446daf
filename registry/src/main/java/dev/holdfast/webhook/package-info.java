/** Tells other systems what happens: signed HTTP calls that survive a restart and are tried again. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "web", "idempotency", "audit", "mlflow", "model"})
package dev.holdfast.webhook;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
