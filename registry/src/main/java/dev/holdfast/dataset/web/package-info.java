/** The REST endpoints of datasets. */
@NullMarked
package dev.holdfast.dataset.web;

import org.jspecify.annotations.NullMarked;
