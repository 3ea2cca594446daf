/** Problems, ids, paging, actors and digests: what every module builds on. Pure Java, no Spring bean, no SQL. */
@NullMarked
package dev.holdfast.kernel;

import org.jspecify.annotations.NullMarked;
