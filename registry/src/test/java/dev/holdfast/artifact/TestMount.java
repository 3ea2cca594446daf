package dev.holdfast.artifact;

import dev.holdfast.kernel.Digest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** A mount with a file and a file in a directory. */
@Component
class TestMount implements ArtifactMount {
    private final Map<String, String> files = Map.of("mounted/MLmodel", "flavors", "mounted/data/model.onnx", "onnx");

    @Override
    public ArtifactPath root() {
        return ArtifactPath.parse("mounted");
    }

    @Override
    public List<ArtifactEntry> list(ArtifactPath directory) {
        return switch (directory.text()) {
            case "mounted" -> List.of(new ArtifactEntry("data", null), new ArtifactEntry("MLmodel", 7L));
            case "mounted/data" -> List.of(new ArtifactEntry("model.onnx", 4L));
            default -> List.of();
        };
    }

    @Override
    public Optional<ArtifactFile> find(ArtifactPath path) {
        return Optional.ofNullable(files.get(path.text()))
                .map(text -> new ArtifactFile(path, Digest.of(text), text.length()));
    }

    @Override
    public InputStream open(ArtifactFile file, long offset, long length) {
        byte[] bytes = files.getOrDefault(file.path().text(), "").getBytes(StandardCharsets.UTF_8);
        return new ByteArrayInputStream(bytes, (int) offset, (int) length);
    }
}
