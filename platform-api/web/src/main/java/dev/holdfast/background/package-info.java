/** What is done beside requests: what follows a commit. */
@NullMarked
@ApplicationModule(allowedDependencies = "kernel")
package dev.holdfast.background;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
