/** Dataset versions: immutable tables with their schema, statistics and differences. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "storage", "web", "audit"})
package dev.holdfast.dataset;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
