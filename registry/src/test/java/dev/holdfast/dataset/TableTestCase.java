package dev.holdfast.dataset;

import dev.holdfast.HoldfastTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

/** Files, and what is read of them. */
@HoldfastTest(properties = "holdfast.datasets.max-size=1MB")
abstract class TableTestCase {
    @Autowired
    Datasets datasets;

    @Autowired
    DuckDb duckDb;

    @TempDir
    Path directory;

    final DatasetProfile profile(String csv) throws IOException {
        return datasets.profile(write("profile.csv", csv.getBytes(StandardCharsets.UTF_8)), DatasetFormat.CSV);
    }

    final Path write(String name, byte[] content) throws IOException {
        return Files.write(directory.resolve(name), content);
    }

    static ColumnProfile column(DatasetProfile profile, String name) {
        return profile.column(name).orElseThrow();
    }
}
