package dev.holdfast.dataset;

import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Names;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.storage.Blob;
import dev.holdfast.storage.BlobStore;
import dev.holdfast.storage.LocalFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import tools.jackson.databind.json.JsonMapper;

/** The register of dataset versions. */
@Service
public class Datasets {
    private static final int MAX_DESCRIPTION = 10_000;
    private static final int MAX_SOURCE = 2_000;

    private final DatasetRecords records;
    private final BlobStore blobs;
    private final DuckDb duckDb;
    private final DatasetSettings settings;
    private final JsonMapper mapper;

    Datasets(DatasetRecords records, BlobStore blobs, DuckDb duckDb, DatasetSettings settings, JsonMapper mapper) {
        this.records = records;
        this.blobs = blobs;
        this.duckDb = duckDb;
        this.settings = settings;
        this.mapper = mapper;
    }

    /**
     * Stores and profiles the upload and makes it the next version of the dataset, which is created where it does not exist. Bytes that
     * the dataset has in the same format already lead to that version. Until the file is known to be a good table nothing is visible.
     *
     * @throws ProblemException if the name, the size, the digest or the file is not valid
     */
    public Registration register(String name, DatasetUpload upload, Actor actor) {
        Names.check("name", name);
        checkLength("source", upload.source(), MAX_SOURCE);
        InputStream body =
                upload.format() == DatasetFormat.PARQUET ? upload.body() : new TextCheckStream(upload.body());
        Blob blob;
        try {
            blob = blobs.write(body, upload.expectedDigest(), settings.maxSize().toBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("The upload could not be stored", e);
        }
        Optional<DatasetVersion> known = records.find(name, blob.digest(), upload.format());
        if (known.isPresent()) {
            return new Registration(known.get(), false);
        }
        DatasetProfile profile;
        try (LocalFile file = blobs.local(blob.digest())) {
            profile = profile(file.path(), upload.format());
        } catch (IOException e) {
            throw new UncheckedIOException("The stored upload can't be read", e);
        }
        return records.add(new DatasetRecords.NewVersion(name, upload.format(), blob, profile, upload.source(), actor));
    }

    /** As {@link #register(String, DatasetUpload, Actor)}, for a file that the server itself has written; it stays where it is. */
    public Registration registerFile(
            String name, Path file, DatasetFormat format, @Nullable String source, Actor actor) {
        try (InputStream body = Files.newInputStream(file)) {
            return register(name, new DatasetUpload(format, body, null, source), actor);
        } catch (IOException e) {
            throw new UncheckedIOException("A file for a dataset can't be read", e);
        }
    }

    /**
     * Stores and profiles a file that the server itself has written, so that {@link #register(String, PreparedVersion, String, Actor)} has
     * nothing left to do that takes long.
     *
     * @throws ProblemException if the file is not a good table
     */
    public PreparedVersion prepare(Path file, DatasetFormat format) {
        try {
            Blob blob = blobs.write(file);
            return new PreparedVersion(format, blob, duckDb.inWorkspaceHere(profiling(file, format)));
        } catch (IOException e) {
            throw new UncheckedIOException("A file for a dataset can't be stored", e);
        }
    }

    /** Makes a prepared file the next version of the dataset, within the caller's transaction where there is one; otherwise as {@link #register(String, DatasetUpload, Actor)}. */
    public Registration register(String name, PreparedVersion prepared, @Nullable String source, Actor actor) {
        Names.check("name", name);
        checkLength("source", source, MAX_SOURCE);
        return records.add(new DatasetRecords.NewVersion(
                name, prepared.format(), prepared.blob(), prepared.profile(), source, actor));
    }

    /** The most columns that a dataset version may have. */
    public int maxColumns() {
        return settings.maxColumns();
    }

    /** All datasets in the order of their names. */
    public Page<Dataset> datasets(PageRequest page) {
        return records.datasets(page);
    }

    public Dataset dataset(String name) {
        return records.find(name).orElseThrow(() -> DatasetRecords.noDataset(name));
    }

    /** Replaces the description; null removes it. */
    public Dataset describe(String name, @Nullable String description, Actor actor) {
        checkLength("description", description, MAX_DESCRIPTION);
        return records.describe(name, description, actor);
    }

    /** The versions of a dataset, newest first. */
    public Page<DatasetVersion> versions(String name, PageRequest page) {
        return records.versions(name, page);
    }

    public DatasetVersion version(String name, int version) {
        return records.find(name, version).orElseThrow(() -> noVersion(name, version));
    }

    /** The newest version; a problem where the dataset does not exist. */
    public DatasetVersion latest(String name) {
        return version(name, dataset(name).latestVersion());
    }

    public Optional<DatasetVersion> findLatest(String name) {
        return records.find(name).flatMap(dataset -> records.find(name, dataset.latestVersion()));
    }

    /** The statistics that were made when the version was registered. */
    public DatasetProfile profile(String name, int version) {
        return records.profile(name, version).orElseThrow(() -> noVersion(name, version));
    }

    /** The statistics of any local file, for example of a training split. */
    public DatasetProfile profile(Path file, DatasetFormat format) {
        return duckDb.inWorkspace(profiling(file, format));
    }

    private DuckDb.Operation<DatasetProfile> profiling(Path file, DatasetFormat format) {
        return workspace -> {
            TableFile table = read(workspace, file, format);
            try {
                return new Profiler(table).profile(workspace.connection(), settings.threads());
            } catch (SQLException e) {
                DuckDbErrors.refuseOwnFailures(e);
                throw ProblemException.invalid("file", null, "can't be read: " + DuckDbErrors.sentence(e));
            }
        };
    }

    /** What differs between two versions, from their schemas and statistics. */
    public DatasetDiff diff(String name, int from, int to) {
        return DatasetComparison.compare(
                version(name, from), profile(name, from), version(name, to), profile(name, to));
    }

    /** The columns of a local file, in its order. */
    public List<Column> columns(Path file, DatasetFormat format) {
        return duckDb.inWorkspace(workspace -> read(workspace, file, format).columns());
    }

    /** Reads columns of a local file into memory, rows in the order of the file. */
    public ColumnarTable read(Path file, DatasetFormat format, List<String> columns) {
        return duckDb.inWorkspace(
                workspace -> new TableColumns(workspace.connection(), read(workspace, file, format)).read(columns));
    }

    /** The first rows of a version, each as its values by the name of the column; missing values are left out. */
    public List<Map<String, Object>> preview(DatasetVersion version, int rows) {
        try (LocalFile file = open(version)) {
            return duckDb.inWorkspace(
                    workspace -> new TablePreview(workspace.connection(), mapper).read(file.path(), version, rows));
        }
    }

    /** The file of a version, for native code; close it when done. */
    public LocalFile open(DatasetVersion version) {
        try {
            return blobs.local(version.digest());
        } catch (IOException e) {
            throw new UncheckedIOException("The file of a dataset version can't be read", e);
        }
    }

    /** The bytes of a version; a stream that turns out to be damaged fails at its end. */
    public InputStream content(DatasetVersion version) throws IOException {
        return blobs.open(version.digest());
    }

    /** Some of the bytes of a version. */
    public InputStream content(DatasetVersion version, long offset, long length) throws IOException {
        return blobs.open(version.digest(), offset, length);
    }

    private TableFile read(Workspace workspace, Path file, DatasetFormat format) throws SQLException {
        return new TableReader(workspace.connection(), workspace.directory(), settings.maxColumns()).read(file, format);
    }

    private static void checkLength(String field, @Nullable String text, int most) {
        if (text != null && text.length() > most) {
            throw ProblemException.invalid(
                    field, text.length() + " characters", "may have " + most + " characters at most.");
        }
    }

    private static ProblemException noVersion(String name, int version) {
        return ProblemException.notFound("dataset \"" + name + "\" version " + version);
    }
}
