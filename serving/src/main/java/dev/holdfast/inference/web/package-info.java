/** REST endpoints of inference. */
@NullMarked
package dev.holdfast.inference.web;

import org.jspecify.annotations.NullMarked;
