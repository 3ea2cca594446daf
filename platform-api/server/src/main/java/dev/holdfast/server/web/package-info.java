/** Endpoints of the server itself. */
@NullMarked
package dev.holdfast.server.web;

import org.jspecify.annotations.NullMarked;
