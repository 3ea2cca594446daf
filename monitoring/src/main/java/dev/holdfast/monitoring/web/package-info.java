/** The endpoints of monitoring. */
@NullMarked
package dev.holdfast.monitoring.web;

import org.jspecify.annotations.NullMarked;
