package dev.holdfast.dataset;

import dev.holdfast.kernel.Digest;
import dev.holdfast.storage.BlobReferences;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** The files of all dataset versions are needed. */
@Component
class DatasetBlobs implements BlobReferences {
    private final DatasetRecords records;

    DatasetBlobs(DatasetRecords records) {
        this.records = records;
    }

    @Override
    public void forEachReferenced(Consumer<Digest> consumer) {
        records.forEachDigest(consumer);
    }
}
