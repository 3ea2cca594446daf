/** The wire protocols of predictions: Open Inference over REST, and a form with named columns for people. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "web", "runtime", "release", "model"})
package dev.holdfast.inference;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
