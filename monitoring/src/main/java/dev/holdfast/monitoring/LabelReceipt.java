package dev.holdfast.monitoring;

import java.util.List;
import java.util.UUID;

/**
 * What became of labels that were sent.
 *
 * @param accepted rows that had no label before
 * @param corrected rows that had another label
 * @param unchanged rows that had this label already, or one observed later
 * @param early labels of predictions so recent that another replica may not have written them yet: kept for ten minutes and applied as soon as it has
 * @param unknown labels of predictions that are not in the log: never made, not sampled, dropped, or older than the retention
 * @param firstUnknown some of the unknown ones, ten at most
 */
public record LabelReceipt(
        int accepted, int corrected, int unchanged, int early, int unknown, List<UnknownPrediction> firstUnknown) {
    public LabelReceipt {
        firstUnknown = List.copyOf(firstUnknown);
    }

    /** A row that is not in the prediction log. */
    public record UnknownPrediction(UUID predictionId, int row) {}
}
