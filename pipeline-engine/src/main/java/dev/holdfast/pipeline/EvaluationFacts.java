package dev.holdfast.pipeline;

import dev.holdfast.kernel.Digest;
import java.util.Map;

/**
 * What a gate and a registration need of an evaluation.
 *
 * @param label the column with the truth
 * @param data the digest of the rows that were scored
 * @param format of those rows
 */
record EvaluationFacts(String task, String label, long rows, Map<String, Double> metrics, Digest data, String format) {}
