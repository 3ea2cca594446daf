/** The application that tests start: every module on their class path, and a caller who may do anything. */
@NullMarked
package dev.holdfast;

import org.jspecify.annotations.NullMarked;
