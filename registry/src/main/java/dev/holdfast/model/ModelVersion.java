package dev.holdfast.model;

import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.Manifest;
import dev.holdfast.kernel.ManifestFile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model as it was registered. Its files and facts never change; description, tags, stage and aliases may.
 *
 * @param flavors what can load it, by MLflow's names
 * @param digest the root of the manifest: identifies the version's files
 * @param manifest the files as they were when the version was registered; empty where they are kept elsewhere
 * @param sizeBytes of all its files
 * @param signature of the file that is served; without tensors where nothing can be served
 * @param servedPath the file that serving opens, by its path in the manifest; absent where there is none
 * @param undeployable why no release can be made of it, in a sentence that says what to do; absent where one can
 * @param source the URI that its files were registered from, or are served at
 * @param storageLocation the URI at which its files are found
 * @param runId the run that made it
 * @param modelId the logged model that it was
 * @param runLink a page about the run, on whatever server
 * @param pipelineRunId the pipeline run that made it
 * @param metrics its figures on held-out data
 * @param gate the verdict it was registered with; absent where no gate was asked
 * @param facts label, classes, features, trainer, library versions: by their wire names
 */
public record ModelVersion(
        String model,
        int version,
        ModelFormat format,
        List<String> flavors,
        Digest digest,
        Manifest manifest,
        long sizeBytes,
        ModelSignature signature,
        @Nullable String servedPath,
        @Nullable String undeployable,
        String source,
        String storageLocation,
        @Nullable String runId,
        @Nullable String modelId,
        @Nullable String runLink,
        @Nullable String pipelineRunId,
        List<DatasetReference> datasets,
        Map<String, Double> metrics,
        @Nullable GateVerdict gate,
        ModelStage stage,
        List<String> aliases,
        @Nullable String description,
        Map<String, String> tags,
        Map<String, Object> facts,
        Instant createdAt,
        String createdBy,
        Instant updatedAt) {
    /** The file that serving opens. */
    public ManifestFile servedFile() {
        return manifest.files().stream()
                .filter(file -> file.path().equals(servedPath))
                .findFirst()
                .orElseThrow(() -> ProblemUndeployable.of(this));
    }

    /**
     * Does nothing where a release can be made of this version.
     *
     * @throws dev.holdfast.kernel.ProblemException 422 that says why not, and what to do
     */
    public void requireDeployable() {
        if (undeployable != null) {
            throw ProblemUndeployable.of(this);
        }
    }
}
