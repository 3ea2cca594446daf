@NullMarked
package dev.holdfast.batch;

import org.jspecify.annotations.NullMarked;
