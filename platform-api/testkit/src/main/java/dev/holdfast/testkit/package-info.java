/** Real PostgreSQL, a settable clock, a caller with any role and sample data: what tests are made with. */
@NullMarked
package dev.holdfast.testkit;

import org.jspecify.annotations.NullMarked;
