package dev.holdfast.pipeline;

import org.jspecify.annotations.Nullable;

/** Where the rows that enter a pipeline come from. */
sealed interface InputSpec {
    /** The name that steps refer to. */
    String name();

    /** The name of the step that makes the input {@code name} when a run starts, where one is needed. */
    static String stepName(String name) {
        return "input:" + name;
    }

    /**
     * A dataset version.
     *
     * @param version the pinned version; absent for the newest when the run starts
     */
    record Dataset(String name, String dataset, @Nullable Integer version) implements InputSpec {}

    /**
     * The last rows that a deployment saw and whose labels came.
     *
     * @param rows how many
     * @param orDataset the dataset to take instead while there are fewer labelled rows
     */
    record Traffic(
            String name,
            String deployment,
            int rows,
            @Nullable String orDataset) implements InputSpec {}
}
