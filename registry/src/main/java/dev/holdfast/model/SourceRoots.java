package dev.holdfast.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What sources may refer to. */
interface SourceRoots {
    /**
     * The place of a run's or a logged model's artifacts.
     *
     * @param location as a URI
     * @param runId the run that made the logged model
     */
    record Root(String location, @Nullable String runId) {}

    /** Empty where there is no such run. */
    Optional<Root> run(String runId);

    /** Empty where there is no such logged model. */
    Optional<Root> loggedModel(String modelId);

    /** The version that is meant; a problem (404, 422) where there is none, or where it is a prompt. */
    ModelVersion version(ModelUri.Registered uri);
}
