package dev.holdfast.model;

import dev.holdfast.artifact.ArtifactOwner;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Tells where the files of versions are found. */
@Component
class VersionArtifacts implements ArtifactOwner {
    private final VersionRepository versions;
    private final ModelJson json;

    VersionArtifacts(VersionRepository versions, ModelJson json) {
        this.versions = versions;
        this.json = json;
    }

    @Override
    public Kind kind() {
        return Kind.MODEL_VERSION;
    }

    @Override
    @Transactional(readOnly = true)
    public String location(String id) {
        int slash = id.lastIndexOf('/');
        String model = id.substring(0, Math.max(0, slash));
        String version = id.substring(slash + 1);
        if (!version.matches("\\d{1,9}")) {
            throw RegistryRules.invalid(
                    "version", version, "Parameter 'version' must be an integer, got '" + version + "'.");
        }
        ModelVersion found = versions.find(model, Integer.parseInt(version))
                .orElseThrow(() -> RegistryRules.noSuchVersion(model, version))
                .toRecord(json);
        return found.storageLocation().equals(ModelUris.of(model, found.version()))
                ? ModelUris.encoded(model, found.version())
                : found.storageLocation();
    }
}
