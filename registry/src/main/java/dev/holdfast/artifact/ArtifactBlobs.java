package dev.holdfast.artifact;

import dev.holdfast.kernel.Digest;
import dev.holdfast.storage.BlobReferences;
import java.util.function.Consumer;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The content of every file in the tree is needed. Versions of models take theirs from here, and so are asked later. */
@Component
@Order(0)
class ArtifactBlobs implements BlobReferences {
    private final FileRows rows;

    ArtifactBlobs(FileRows rows) {
        this.rows = rows;
    }

    @Override
    public void forEachReferenced(Consumer<Digest> consumer) {
        rows.forEachDigest(consumer);
    }
}
