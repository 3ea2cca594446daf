/** The module's endpoints. */
@NullMarked
package dev.holdfast.model.web;

import org.jspecify.annotations.NullMarked;
