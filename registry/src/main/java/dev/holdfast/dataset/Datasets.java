package dev.holdfast.dataset;

import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** The register of dataset versions. */
@Service
public class Datasets {
    /**
     * Stores and profiles the upload and makes it the next version of the dataset, which is created where it does not exist. Bytes that the
     * dataset has in the same format already lead to that version.
     */
    public Registration register(String name, DatasetUpload upload, Actor actor) {
        throw new UnsupportedOperationException();
    }

    /** As {@link #register}, for a file that the server itself has written. */
    public Registration registerFile(
            String name, Path file, DatasetFormat format, @Nullable String source, Actor actor) {
        throw new UnsupportedOperationException();
    }

    public Page<Dataset> datasets(PageRequest page) {
        throw new UnsupportedOperationException();
    }

    public Dataset dataset(String name) {
        throw new UnsupportedOperationException();
    }

    /** Replaces the description. */
    public Dataset describe(String name, @Nullable String description, Actor actor) {
        throw new UnsupportedOperationException();
    }

    /** The versions of a dataset, newest first. */
    public Page<DatasetVersion> versions(String name, PageRequest page) {
        throw new UnsupportedOperationException();
    }

    public DatasetVersion version(String name, int version) {
        throw new UnsupportedOperationException();
    }

    /** The newest version; a problem where the dataset does not exist. */
    public DatasetVersion latest(String name) {
        throw new UnsupportedOperationException();
    }

    public Optional<DatasetVersion> findLatest(String name) {
        throw new UnsupportedOperationException();
    }

    public DatasetProfile profile(String name, int version) {
        throw new UnsupportedOperationException();
    }

    /** The profile of any local file, for example of a training split. */
    public DatasetProfile profile(Path file, DatasetFormat format) {
        throw new UnsupportedOperationException();
    }

    public DatasetDiff diff(String name, int from, int to) {
        throw new UnsupportedOperationException();
    }

    /** The columns of a local file, in its order. */
    public List<Column> columns(Path file, DatasetFormat format) {
        throw new UnsupportedOperationException();
    }

    /** Reads columns of a local file into memory, rows in the order of the file. */
    public ColumnarTable read(Path file, DatasetFormat format, List<String> columns) {
        throw new UnsupportedOperationException();
    }
}
