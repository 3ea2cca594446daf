/** The web UI: serves the static files that the build of {@code web-ui} makes, and its page for every address in it. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.holdfast.ui;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
