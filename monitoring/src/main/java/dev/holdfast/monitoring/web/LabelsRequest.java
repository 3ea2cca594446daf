package dev.holdfast.monitoring.web;

import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.monitoring.Label;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Labels as they are sent: a row that is not named is row 0. */
record LabelsRequest(@Nullable List<LabelRequest> labels) {
    private static final int ERRORS_TOLD = 100;

    record LabelRequest(
            @Nullable UUID predictionId,
            @Nullable Integer row,
            @Nullable Object label,
            @Nullable Instant observedAt) {}

    List<Label> toLabels() {
        if (labels == null) {
            throw ProblemException.invalid("labels", null, "is missing; send a list of prediction_id, row and label.");
        }
        List<Label> read = new ArrayList<>(labels.size());
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < labels.size() && errors.size() < ERRORS_TOLD; i++) {
            LabelRequest label = labels.get(i);
            if (label.predictionId() == null) {
                errors.add(new FieldError("labels[" + i + "].prediction_id", null, "is missing."));
            } else if (label.label() == null) {
                errors.add(new FieldError(
                        "labels[" + i + "].label",
                        null,
                        "is missing; send the class or the number that turned out to be true."));
            } else {
                int row = label.row() == null ? 0 : label.row();
                read.add(new Label(label.predictionId(), row, label.label(), label.observedAt()));
            }
        }
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
        return read;
    }
}
