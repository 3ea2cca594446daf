@NullMarked
package dev.holdfast.release;

import org.jspecify.annotations.NullMarked;
