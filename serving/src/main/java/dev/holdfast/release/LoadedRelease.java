package dev.holdfast.release;

import dev.holdfast.model.ModelVersion;
import dev.holdfast.runtime.LoadedModel;

/** A release whose model is in memory. */
record LoadedRelease(Release release, ModelVersion version, LoadedModel model) {}
