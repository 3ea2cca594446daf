package dev.holdfast.release;

import dev.holdfast.model.ModelVersion;
import dev.holdfast.runtime.HeldModel;
import org.jspecify.annotations.Nullable;

/** A release whose model is in memory, or was and comes back when it is asked. */
record LoadedRelease(Release release, ModelVersion version, HeldModel model) {
    /** Keeps it in memory for a prediction; null where it was closed. */
    @Nullable
    ActiveRelease lease(@Nullable String arm, ServingSettings settings, @Nullable AnswerCache cache) {
        return model.acquire()
                .map(lease -> new ActiveRelease(release, version, model, lease, settings, cache, arm, null))
                .orElse(null);
    }
}
