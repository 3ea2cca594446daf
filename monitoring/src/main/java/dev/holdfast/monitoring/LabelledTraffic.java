package dev.holdfast.monitoring;

import dev.holdfast.dataset.DatasetFormat;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Labelled rows of a deployment's traffic, written to a file: the model's raw inputs and, last, the label.
 *
 * @param labelColumn the name of the label's column
 * @param firstAt when the first of the rows was predicted
 * @param lastAt when the last of the rows was predicted
 */
public record LabelledTraffic(
        Path file, DatasetFormat format, long rows, String labelColumn, Instant firstAt, Instant lastAt) {}
