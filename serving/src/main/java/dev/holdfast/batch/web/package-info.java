/** REST endpoints of batch. */
@NullMarked
package dev.holdfast.batch.web;

import org.jspecify.annotations.NullMarked;
