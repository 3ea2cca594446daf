package dev.holdfast.runtime;

import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.Manifest;
import dev.holdfast.kernel.ManifestFile;
import dev.holdfast.model.ModelFormat;
import dev.holdfast.model.ModelSignature;
import dev.holdfast.storage.BlobStore;
import dev.holdfast.storage.LocalFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/** Opens models from the store. One whose weights lie in files of their own gets a folder to be opened in. */
@Component
class StoredModels {
    private final BlobStore blobs;
    private final ModelEngines engines;

    StoredModels(BlobStore blobs, ModelEngines engines) {
        this.blobs = blobs;
        this.engines = engines;
    }

    /**
     * Opens one of the files, its digest and those of its companions verified.
     *
     * @param signature as {@link ModelEngines#open} takes it
     * @param untried as {@link Opening} has it
     * @throws DamagedFile if a file is not what the manifest says
     * @throws ModelRoom.Full where there is no memory for it
     */
    LoadedModel open(
            Manifest files,
            ManifestFile model,
            ModelFormat format,
            @Nullable ModelSignature signature,
            Device device,
            RoomNeed need,
            boolean untried)
            throws IOException {
        Opening opening = new Opening(device, need, model.digest(), untried);
        try (LocalFile file = verified(model)) {
            if (format != ModelFormat.ONNX) {
                return engines.open(file.path(), format, Set.of(), signature, opening);
            }
            Map<String, ManifestFile> companions = companions(files, model);
            Set<String> used = OnnxFile.check(file.path(), companions.keySet());
            return used.isEmpty()
                    ? engines.open(file.path(), format, used, null, opening)
                    : openInFolder(file, name(model), companions, used, opening);
        }
    }

    /** What is read is in memory, or mapped, when the session is there: the folder can go then. */
    private LoadedModel openInFolder(
            LocalFile model, String name, Map<String, ManifestFile> companions, Set<String> used, Opening opening)
            throws IOException {
        Path folder = Files.createDirectory(blobs.newScratchFile(".model"));
        try {
            for (String path : used) {
                try (LocalFile companion = verified(Objects.requireNonNull(companions.get(path)))) {
                    place(companion.path(), folder.resolve(path));
                }
            }
            place(model.path(), folder.resolve(name));
            return engines.open(folder.resolve(name), ModelFormat.ONNX, used, null, opening);
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private static String name(ManifestFile model) {
        return model.path().substring(model.path().lastIndexOf('/') + 1);
    }

    /** The files beside the model and in folders below, by their paths from there. */
    private static Map<String, ManifestFile> companions(Manifest files, ManifestFile model) {
        String folder = model.path().substring(0, model.path().lastIndexOf('/') + 1);
        Map<String, ManifestFile> companions = new HashMap<>();
        for (ManifestFile file : files.files()) {
            if (file.path().startsWith(folder) && !file.path().equals(model.path())) {
                companions.put(file.path().substring(folder.length()), file);
            }
        }
        return companions;
    }

    /** The same content under another name; a copy where the two lie on different file systems. */
    private static void place(Path content, Path target) throws IOException {
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        try {
            Files.createLink(target, content);
        } catch (IOException | UnsupportedOperationException e) {
            Files.copy(content, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private LocalFile verified(ManifestFile entry) throws IOException {
        LocalFile file = blobs.local(entry.digest());
        boolean intact = false;
        try {
            MessageDigest sum = Digest.sha256();
            try (InputStream in = new DigestInputStream(Files.newInputStream(file.path()), sum)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            Digest found = Digest.of(sum);
            if (!found.equals(entry.digest())) {
                throw new DamagedFile(entry.digest(), found);
            }
            intact = true;
            return file;
        } finally {
            if (!intact) {
                file.close();
            }
        }
    }
}
