/** The application that joins the modules: how it starts, its home, its database, its API document. */
@NullMarked
@ApplicationModule
package dev.holdfast.server;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
