/** The REST endpoints of pipelines. */
@NullMarked
package dev.holdfast.pipeline.web;

import org.jspecify.annotations.NullMarked;
