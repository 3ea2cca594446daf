/** Who may call: bearer tokens, users with passwords, their roles, and the open mode on loopback that needs none. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "web", "idempotency", "audit", "mlflow"})
package dev.holdfast.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
