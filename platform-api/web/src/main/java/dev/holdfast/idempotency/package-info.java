/** Requests that name an Idempotency-Key: each has its effect once and is answered alike for a day, however often it is sent. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "web"})
package dev.holdfast.idempotency;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
