/**
 * The grammar in which callers search and order things: text in, a small tree out, and a translation of that tree to SQL with bound
 * parameters. What can be searched is said by the room that has it, in a {@link dev.holdfast.search.Vocabulary}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = "kernel")
package dev.holdfast.search;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
