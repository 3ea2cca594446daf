/** The module's endpoints. */
@NullMarked
package dev.holdfast.audit.web;

import org.jspecify.annotations.NullMarked;
