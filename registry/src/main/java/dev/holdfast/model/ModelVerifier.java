package dev.holdfast.model;

import dev.holdfast.kernel.Manifest;
import dev.holdfast.kernel.ManifestFile;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens a model's file with the engine that will serve it, before the file is accepted. */
public interface ModelVerifier {
    /**
     * What a file holds.
     *
     * @param fileName what it is called in a version's manifest, by what it is
     * @param features the names of the columns of its one matrix, where the file has them; empty where it has not
     */
    record Verified(ModelSignature signature, String fileName, List<String> features) {
        public Verified {
            features = List.copyOf(features);
        }
    }

    /**
     * Returns what the model takes and gives.
     *
     * @param file stands alone
     * @param stated what the maker says it takes and gives; formats that do not say so themselves need it, outputs may be left out
     * @param foreign whether it was made elsewhere than in this server's own training: it may do anything then when it is opened
     * @throws dev.holdfast.kernel.ProblemException 422 where the file can't be served: it says why
     */
    Verified verify(Path file, ModelFormat format, @Nullable ModelSignature stated, boolean foreign);

    /**
     * As {@link #verify(Path, ModelFormat, ModelSignature, boolean)}, of a model that was made elsewhere.
     *
     * @param files what is stored of it
     * @param file one of them; its weights may lie in others
     */
    Verified verify(Manifest files, ManifestFile file, ModelFormat format, @Nullable ModelSignature stated);
}
