/** Artifacts: a tree of paths to stored files, as runs and models have them. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "storage", "web", "audit", "mlflow"})
package dev.holdfast.artifact;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
