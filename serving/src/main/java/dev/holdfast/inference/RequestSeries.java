package dev.holdfast.inference;

import java.time.Instant;
import java.util.List;

/**
 * Requests of a deployment over time, as this replica saw them since it started.
 *
 * @param since from when on it was watched; before it nothing is known
 * @param stepMs how long each stretch is
 * @param items the stretches in which there were requests, in their order; in all others there were none
 */
public record RequestSeries(String deployment, Instant since, Instant until, long stepMs, List<RequestWindow> items) {}
