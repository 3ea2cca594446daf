/** Walks the whole loop over the REST API, as a user would, and says what it sees. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.holdfast.demo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
