/** Append-only, hash-chained record of who did what and why. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "web", "background"})
package dev.holdfast.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
