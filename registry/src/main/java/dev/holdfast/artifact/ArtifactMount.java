package dev.holdfast.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * A directory of the tree whose content another room serves: it can be read and listed like any other, and not be written. Every
 * bean of this type is mounted.
 *
 * <p>Paths are full ones, {@code models/fraud/3/MLmodel} for example, and lie at or below {@link #root()}.
 */
public interface ArtifactMount {
    /** Where this is mounted. */
    ArtifactPath root();

    /** What lies directly in a directory, in any order; empty where there is no such directory. */
    List<ArtifactEntry> list(ArtifactPath directory);

    Optional<ArtifactFile> find(ArtifactPath path);

    /** Some of the bytes of a file that {@link #find} gave; fewer where it ends before. */
    InputStream open(ArtifactFile file, long offset, long length) throws IOException;
}
