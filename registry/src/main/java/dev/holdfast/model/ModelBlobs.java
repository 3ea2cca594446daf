package dev.holdfast.model;

import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.Manifest;
import dev.holdfast.storage.BlobReferences;
import java.util.function.Consumer;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Keeps the files of every model version from being collected as garbage. */
@Component
@Order(1)
class ModelBlobs implements BlobReferences {
    private final VersionRepository versions;
    private final ModelJson json;

    ModelBlobs(VersionRepository versions, ModelJson json) {
        this.versions = versions;
        this.json = json;
    }

    @Override
    @Transactional(readOnly = true)
    public void forEachReferenced(Consumer<Digest> consumer) {
        try (var manifests = versions.manifests()) {
            manifests
                    .flatMap(text -> json.read(text, Manifest.class).files().stream())
                    .forEach(file -> consumer.accept(file.digest()));
        }
    }
}
