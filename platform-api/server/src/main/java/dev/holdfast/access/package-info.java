/** Who may call: bearer tokens, their roles, and the open mode on loopback that needs none. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "web", "audit"})
package dev.holdfast.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
