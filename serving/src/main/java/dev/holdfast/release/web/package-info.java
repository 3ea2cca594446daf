/** REST endpoints of release. */
@NullMarked
package dev.holdfast.release.web;

import org.jspecify.annotations.NullMarked;
