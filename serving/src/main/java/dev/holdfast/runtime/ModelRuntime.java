package dev.holdfast.runtime;

import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.Manifest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.model.ModelVersion;
import dev.holdfast.storage.BlobStore;
import dev.holdfast.storage.LocalFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import org.springframework.stereotype.Service;

/** Loads models. */
@Service
public class ModelRuntime {
    private final BlobStore blobs;

    ModelRuntime(BlobStore blobs) {
        this.blobs = blobs;
    }

    /**
     * Loads a registered model version after its file's digest was verified: flipped bits in weights load without complaint.
     *
     * @throws ProblemException 422 where the file can't be served
     * @throws UncheckedIOException where the store can't be read
     */
    public LoadedModel load(ModelVersion version) {
        String name = version.model() + " version " + version.version();
        version.requireDeployable();
        Manifest.Entry entry = version.servedFile();
        try (LocalFile file = blobs.local(entry.digest())) {
            Digest found = digest(file.path());
            if (!found.equals(entry.digest())) {
                throw ProblemException.invalid(
                        "version",
                        version.version(),
                        "of model " + version.model() + " can't be served: its file in the store has the digest "
                                + found
                                + ", not " + entry.digest() + " as registered; restore the file or register the model"
                                + " again.");
            }
            return load(file.path());
        } catch (IOException e) {
            throw new UncheckedIOException("The file of model " + name + " can't be read from the store", e);
        }
    }

    /**
     * Loads an ONNX file.
     *
     * @throws ProblemException 422 where the file can't be served
     */
    public LoadedModel load(Path onnx) {
        return LoadedModel.open(onnx);
    }

    private static Digest digest(Path file) throws IOException {
        MessageDigest sum = Digest.sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), sum)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return Digest.of(sum);
    }
}
