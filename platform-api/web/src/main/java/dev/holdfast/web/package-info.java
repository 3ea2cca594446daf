/** How every endpoint looks: problem details, paging, permissions, the caller. */
@NullMarked
@ApplicationModule(allowedDependencies = "kernel")
package dev.holdfast.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
