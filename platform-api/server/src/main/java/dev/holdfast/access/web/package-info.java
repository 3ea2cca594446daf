/** REST endpoints of tokens. */
@NullMarked
package dev.holdfast.access.web;

import org.jspecify.annotations.NullMarked;
