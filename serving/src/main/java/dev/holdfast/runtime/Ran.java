package dev.holdfast.runtime;

import java.util.Map;

/**
 * What came of a request to run a model.
 *
 * @param outputs every output by its name, in the signature's order
 * @param waitedNanos nanoseconds until the run began
 * @param ranNanos nanoseconds that the run took
 * @param rowsTogether rows in the run, those of other requests that were joined included
 * @param counts whether the run is this request's to count: of requests that were joined, one
 */
public record Ran(Map<String, Tensor> outputs, long waitedNanos, long ranNanos, int rowsTogether, boolean counts) {}
