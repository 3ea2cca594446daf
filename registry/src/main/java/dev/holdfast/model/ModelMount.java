package dev.holdfast.model;

import dev.holdfast.artifact.ArtifactEntry;
import dev.holdfast.artifact.ArtifactFile;
import dev.holdfast.artifact.ArtifactMount;
import dev.holdfast.artifact.ArtifactPath;
import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.ManifestFile;
import dev.holdfast.storage.BlobStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Shows the files of every version below {@code models/<name>/<version>}, as they were registered, with what MLflow needs to load them. */
@Component
class ModelMount implements ArtifactMount {
    private static final ArtifactPath ROOT = new ArtifactPath(ModelUris.FOLDER);

    private final ModelRepository models;
    private final VersionRepository versions;
    private final BlobStore blobs;
    private final ModelJson json;

    ModelMount(ModelRepository models, VersionRepository versions, BlobStore blobs, ModelJson json) {
        this.models = models;
        this.versions = versions;
        this.blobs = blobs;
        this.json = json;
    }

    /**
     * A path taken apart.
     *
     * @param path within the version; empty for its folder
     */
    private record Place(ModelVersion version, String path) {}

    @Override
    public ArtifactPath root() {
        return ROOT;
    }

    @Override
    @Transactional(readOnly = true)
    public List<ArtifactEntry> list(ArtifactPath directory) {
        String[] parts = directory.text().split("/", 3);
        if (parts.length == 1) {
            return models.names().stream()
                    .map(name -> new ArtifactEntry(name, null))
                    .toList();
        }
        if (parts.length == 2) {
            return versions.numbers(parts[1]).stream()
                    .map(number -> new ArtifactEntry(Integer.toString(number), null))
                    .toList();
        }
        return place(directory).map(this::entries).orElse(List.of());
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<ArtifactFile> find(ArtifactPath path) {
        return place(path).flatMap(place -> {
            for (ManifestFile file : place.version().manifest().files()) {
                if (file.path().equals(place.path())) {
                    return Optional.of(new ArtifactFile(path, file.digest(), file.sizeBytes()));
                }
            }
            return Optional.ofNullable(generated(place.version()).get(place.path()))
                    .map(content -> new ArtifactFile(path, Digest.of(content), content.length));
        });
    }

    @Override
    @Transactional(readOnly = true)
    public InputStream open(ArtifactFile file, long offset, long length) throws IOException {
        Optional<byte[]> generated = place(file.path())
                .flatMap(place -> Optional.ofNullable(generated(place.version()).get(place.path())));
        if (generated.isPresent() && Digest.of(generated.get()).equals(file.digest())) {
            byte[] content = generated.get();
            int from = (int) Math.min(offset, content.length);
            int to = (int) Math.min(content.length, from + length);
            return new ByteArrayInputStream(Arrays.copyOfRange(content, from, to));
        }
        return offset == 0 && length == file.sizeBytes()
                ? blobs.open(file.digest())
                : blobs.open(file.digest(), offset, length);
    }

    private List<ArtifactEntry> entries(Place place) {
        String folder = place.path().isEmpty() ? "" : place.path() + "/";
        Map<String, Long> files = new TreeMap<>();
        TreeSet<String> folders = new TreeSet<>();
        Map<String, Long> all = new LinkedHashMap<>();
        place.version().manifest().files().forEach(file -> all.put(file.path(), file.sizeBytes()));
        generated(place.version()).forEach((path, content) -> all.put(path, (long) content.length));
        all.forEach((path, size) -> {
            if (path.startsWith(folder) && path.length() > folder.length()) {
                String rest = path.substring(folder.length());
                int slash = rest.indexOf('/');
                if (slash < 0) {
                    files.put(rest, size);
                } else {
                    folders.add(rest.substring(0, slash));
                }
            }
        });
        List<ArtifactEntry> entries = new ArrayList<>();
        files.forEach((name, size) -> entries.add(new ArtifactEntry(name, size)));
        folders.forEach(name -> entries.add(new ArtifactEntry(name, null)));
        return entries;
    }

    /** What MLflow needs beside an ONNX file that was registered alone. */
    private static Map<String, byte[]> generated(ModelVersion version) {
        boolean described =
                version.manifest().files().stream().anyMatch(file -> file.path().equals(MlmodelFile.NAME));
        return described || version.undeployable() != null || version.servedPath() == null
                ? Map.of()
                : GeneratedMlmodel.files(version);
    }

    private Optional<Place> place(ArtifactPath path) {
        String[] parts = path.text().split("/", 4);
        if (parts.length < 3 || !parts[2].matches("[1-9]\\d{0,8}")) {
            return Optional.empty();
        }
        int version = Integer.parseInt(parts[2]);
        // Lists are asked for by the path as it stands in the URI.
        return versions.find(parts[1], version)
                .or(() -> versions.find(SourceUri.decoded(parts[1]), version))
                .map(found -> new Place(found.toRecord(json), parts.length == 4 ? parts[3] : ""));
    }
}
