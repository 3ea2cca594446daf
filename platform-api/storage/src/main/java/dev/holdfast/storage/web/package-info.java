/** The endpoints of storage. */
@NullMarked
package dev.holdfast.storage.web;

import org.jspecify.annotations.NullMarked;
