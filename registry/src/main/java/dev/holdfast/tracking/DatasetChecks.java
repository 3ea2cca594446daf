package dev.holdfast.tracking;

import dev.holdfast.kernel.Names;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;

/** The rules for what a run may say that it read and made. */
final class DatasetChecks {
    private static final int MAX_NAME = 500;
    private static final int MAX_DIGEST = 36;
    private static final int MAX_SOURCE = 65_535;
    private static final int MAX_SCHEMA = 1_048_575;
    private static final int MAX_PROFILE = 16_777_215;
    private static final int MAX_TAG_KEY = 255;
    private static final int MAX_TAG_VALUE = 500;
    private static final int MAX_MODEL_ID = 255;

    private DatasetChecks() {}

    static void check(DatasetInput input) {
        Names.check("name", input.name());
        Checks checks = new Checks();
        checks.name("context", input.context());
        checks.orThrow();
    }

    static void check(DatasetUse dataset) {
        Checks checks = new Checks();
        limit(checks, "name", dataset.name(), MAX_NAME);
        limit(checks, "digest", dataset.digest(), MAX_DIGEST);
        limit(checks, "source_type", dataset.sourceType(), MAX_NAME);
        limit(checks, "source", dataset.source(), MAX_SOURCE);
        limit(checks, "schema", dataset.schema() == null ? "" : dataset.schema(), MAX_SCHEMA);
        limit(checks, "profile", dataset.profile() == null ? "" : dataset.profile(), MAX_PROFILE);
        for (KeyValue tag : dataset.tags()) {
            limit(checks, "key", tag.key(), MAX_TAG_KEY);
            limit(checks, "value", tag.value(), MAX_TAG_VALUE);
        }
        checks.orThrow();
    }

    static void checkModel(String modelId) {
        if (modelId.isEmpty()) {
            throw new ProblemException(ProblemType.INVALID, "Missing value for required parameter 'model_id'.");
        }
        Checks checks = new Checks();
        limit(checks, "model_id", modelId, MAX_MODEL_ID);
        checks.orThrow();
    }

    private static void limit(Checks checks, String field, String value, int limit) {
        checks.length(field, field, value, limit);
        checks.text(field, value);
    }
}
