package dev.holdfast.tracking.mlflow;

import dev.holdfast.mlflow.MlflowRequest;
import dev.holdfast.tracking.DatasetUse;
import dev.holdfast.tracking.ModelOutput;

/** What a run read and made, as requests tell it. */
final class DatasetFields {
    private DatasetFields() {}

    static DatasetUse dataset(MlflowRequest input) {
        MlflowRequest dataset = input.object("dataset");
        if (dataset == null) {
            throw input.missing("dataset");
        }
        return new DatasetUse(
                dataset.required("name"),
                dataset.required("digest"),
                dataset.text("source_type", ""),
                dataset.text("source", ""),
                dataset.text("schema"),
                dataset.text("profile"),
                TrackingFields.entries(input, "tags"));
    }

    static ModelOutput output(MlflowRequest model) {
        return new ModelOutput(model.required("model_id"), model.number("step", 0));
    }
}
