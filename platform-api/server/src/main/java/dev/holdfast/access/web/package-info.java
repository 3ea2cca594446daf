/** REST endpoints of tokens and users. */
@NullMarked
package dev.holdfast.access.web;

import org.jspecify.annotations.NullMarked;
