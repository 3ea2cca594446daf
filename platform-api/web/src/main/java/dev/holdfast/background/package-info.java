/** What is done beside requests: loops in threads of their own, work on leases that outlives a server, and what follows a commit. */
@NullMarked
@ApplicationModule(allowedDependencies = "kernel")
package dev.holdfast.background;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
