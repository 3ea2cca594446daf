package dev.holdfast.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.HoldfastTest;
import dev.holdfast.audit.AuditLog;
import dev.holdfast.audit.AuditQuery;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.Manifest;
import dev.holdfast.kernel.ManifestFile;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.storage.BlobStore;
import dev.holdfast.testkit.SettableClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@HoldfastTest
class ArtifactsTest {
    @Autowired
    private Artifacts artifacts;

    @Autowired
    private BlobStore blobs;

    @Autowired
    private AuditLog audit;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private SettableClock clock;

    @Test
    void aFileComesBackWholeAndInParts() throws IOException {
        ArtifactFile file = put("whole/model.bin", "0123456789");

        assertThat(file.digest()).isEqualTo(Digest.of("0123456789"));
        assertThat(artifacts.find(path("whole/model.bin"))).contains(file);
        try (InputStream content = artifacts.open(file)) {
            assertThat(content).hasContent("0123456789");
        }
        try (InputStream part = artifacts.open(file, 3, 4)) {
            assertThat(part).hasContent("3456");
        }
        assertThat(artifacts.find(path("whole"))).isEmpty();
        assertThat(artifacts.exists(path("whole"))).isTrue();
        assertThat(artifacts.exists(path("whol"))).isFalse();
    }

    @Test
    void oddNamesRoundTrip() {
        List<String> odd = List.of("100% \"sure\"'s", "a%20b", "x'; DROP TABLE artifact.file; --", "日本😀", "_%_", " ");
        for (String name : odd) {
            put("odd/" + name + "/" + name, name);
        }

        assertThat(names("odd", 1_000))
                .containsExactlyInAnyOrderElementsOf(
                        odd.stream().map(name -> name + "/").toList());
        for (String name : odd) {
            assertThat(names("odd/" + name, 1_000)).containsExactly(name);
            assertThat(text("odd/" + name + "/" + name)).isEqualTo(name);
        }
    }

    @Test
    void aDirectoryListsWhatLiesDirectlyInItPageByPage() {
        for (String file :
                List.of("b", "a.txt", "model-1/x", "model/deep/er/y", "model/MLmodel", "model.txt", "model0/z", "z")) {
            put("listed/" + file, file);
        }
        put("listed-not/a", "a");
        put("listed0/a", "a");

        List<String> expected = List.of("a.txt", "b", "model-1/", "model.txt", "model/", "model0/", "z");
        for (int size = 1; size <= expected.size() + 1; size++) {
            assertThat(names("listed", size)).as("pages of %d", size).isEqualTo(expected);
        }
        assertThat(names("listed/b", 10)).isEmpty();
        assertThat(names("listed/nothing", 10)).isEmpty();
        assertThat(artifacts.list(path("listed"), PageRequest.first()).items().getFirst())
                .isEqualTo(new ArtifactEntry("a.txt", 5L));
        assertThat(artifacts
                        .list(ArtifactPath.ROOT, new PageRequest(1_000, null))
                        .items())
                .extracting(ArtifactEntry::name)
                .contains("listed", "listed-not", "listed0");
    }

    @Test
    void listingReadsNothingOfWhatLiesDeeper() {
        jdbc.sql("""
                        INSERT INTO artifact.file
                        SELECT '/many/' || (n % 20) || '/' || n || '/', 'f', sha256(n::text::bytea), 1, now()
                        FROM generate_series(1, 20000) n
                        """).update();
        jdbc.sql("ANALYZE artifact.file").update();

        assertThat(names("many", 7)).hasSize(20);
        String plan = String.join(
                "\n",
                jdbc.sql("EXPLAIN (ANALYZE, COSTS OFF) " + FileRows.LIST)
                        .param("from", "/many/\u0001")
                        .param("end", "/many0")
                        .param("directory", "/many/")
                        .param("length", 6)
                        .param("after", "")
                        .param("limit", 8)
                        .query(String.class)
                        .list());
        assertThat(plan).contains("Index").doesNotContain("Seq Scan").doesNotContainPattern("rows=\\d{3,}");
        assertThat(artifacts.delete(path("many"), Actor.SYSTEM)).isEqualTo(20_000);
    }

    @Test
    void aManifestNamesAllBelow() {
        put("tree/model/MLmodel", "flavors");
        put("tree/model/data/model.onnx", "onnx");
        put("tree/model2/x", "other");

        Manifest manifest = artifacts.manifest(path("tree/model"));

        assertThat(manifest.files())
                .containsExactly(
                        new ManifestFile("MLmodel", Digest.of("flavors"), 7),
                        new ManifestFile("data/model.onnx", Digest.of("onnx"), 4));
        assertThat(artifacts.manifest(path("tree/model/MLmodel")).files())
                .containsExactly(new ManifestFile("MLmodel", Digest.of("flavors"), 7));
        assertThat(artifacts.manifest(path("tree/none")).files()).isEmpty();
    }

    @Test
    void aBodyThatBreaksOffLeavesWhatWasThere() {
        put("cut/file", "before");
        InputStream cut = new SequenceInputStream(new ByteArrayInputStream("aft".getBytes(UTF_8)), new Broken());

        assertThatThrownBy(() -> artifacts.put(path("cut/file"), cut)).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> artifacts.put(path("cut/new"), new Broken())).isInstanceOf(UncheckedIOException.class);

        assertThat(text("cut/file")).isEqualTo("before");
        assertThat(names("cut", 10)).containsExactly("file");
        put("cut/file", "after");
        assertThat(text("cut/file")).isEqualTo("after");
    }

    @Test
    void aNameIsAFileOrADirectory() {
        put("kind/a/b", "b");

        assertThatThrownBy(() -> put("kind/a", "a")).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> put("kind/a/b/c", "c")).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> put("kind/a/b/c/d/e", "e")).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> put("", "root")).isInstanceOf(ProblemException.class);
        artifacts.delete(path("kind/a"), Actor.SYSTEM);
        put("kind/a", "a");
        assertThat(text("kind/a")).isEqualTo("a");
    }

    @Test
    void writersAtOnceNeverMakeANameBoth() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 20; round++) {
                String name = "race/" + round;
                List<Future<ArtifactFile>> writes = new ArrayList<>();
                for (String below : List.of("", "/a", "/a/b", "/c", "")) {
                    Callable<ArtifactFile> write = () -> put(name + below, below);
                    writes.add(threads.submit(write));
                }
                for (Future<ArtifactFile> write : writes) {
                    try {
                        write.get();
                    } catch (ExecutionException refused) {
                        assertThat(refused).hasCauseInstanceOf(ProblemException.class);
                    }
                }
                for (String both : List.of(name, name + "/a")) {
                    assertThat(artifacts.find(path(both)).isPresent() && artifacts.isDirectory(path(both)))
                            .as(both)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void deletingTakesAFileOrATreeAndIsAudited() {
        put("erased/model/a", "a");
        put("erased/model/b/c", "c");
        put("erased/model-2/d", "d");
        Actor actor = new Actor("mallory", dev.holdfast.kernel.Role.CONTRIBUTOR);

        assertThat(artifacts.delete(path("erased/model/a"), actor)).isEqualTo(1);
        assertThat(artifacts.delete(path("erased/model"), actor)).isEqualTo(1);
        assertThat(artifacts.delete(path("erased/model"), actor)).isZero();

        assertThat(names("erased", 10)).containsExactly("model-2/");
        assertThat(audit.entries(new AuditQuery("artifact/erased/model", null, null), PageRequest.first())
                        .items())
                .hasSize(2)
                .allSatisfy(entry -> {
                    assertThat(entry.action()).isEqualTo("artifact.deleted");
                    assertThat(entry.actor()).isEqualTo("mallory");
                });
        assertThatThrownBy(() -> artifacts.delete(ArtifactPath.ROOT, actor)).isInstanceOf(ProblemException.class);
    }

    @Test
    void aContentStaysUntilNoPathHasIt() {
        ArtifactFile kept = put("garbage/one", "shared content");
        put("garbage/two", "shared content");
        ArtifactFile replaced = put("garbage/three", "replaced content");
        put("garbage/three", "new content");
        artifacts.delete(path("garbage/one"), Actor.SYSTEM);
        clock.set(Instant.now().plus(Duration.ofDays(2)));

        blobs.collectGarbage(Duration.ZERO);

        assertThat(blobs.exists(kept.digest())).isTrue();
        assertThat(blobs.exists(replaced.digest())).isFalse();
        artifacts.delete(path("garbage/two"), Actor.SYSTEM);
        blobs.collectGarbage(Duration.ZERO);
        assertThat(blobs.exists(kept.digest())).isFalse();
    }

    @Test
    void aMountIsReadAndNotWritten() throws IOException {
        assertThat(names("mounted", 1)).containsExactly("MLmodel", "data/");
        assertThat(names("mounted/data", 1)).containsExactly("model.onnx");
        ArtifactFile file = artifacts.find(path("mounted/MLmodel")).orElseThrow();
        try (InputStream content = artifacts.open(file, 1, 3)) {
            assertThat(content).hasContent("lav");
        }
        assertThat(artifacts.manifest(path("mounted")).files())
                .extracting(ManifestFile::path)
                .containsExactly("MLmodel", "data/model.onnx");
        assertThat(artifacts.exists(path("mounted/data"))).isTrue();
        assertThat(artifacts.exists(path("mounted/nothing"))).isFalse();

        assertThatThrownBy(() -> put("mounted/x", "x")).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> put("mounted", "x")).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> artifacts.delete(path("mounted/MLmodel"), Actor.SYSTEM))
                .isInstanceOf(ProblemException.class);
        put("mounted2/x", "x");
    }

    private ArtifactFile put(String path, String content) {
        return artifacts.put(path(path), new ByteArrayInputStream(content.getBytes(UTF_8)));
    }

    private String text(String path) {
        try (InputStream content = artifacts.open(artifacts.find(path(path)).orElseThrow())) {
            return new String(content.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All entries, directories with a slash, read in pages of a size. */
    private List<String> names(String directory, int pageSize) {
        List<String> names = new ArrayList<>();
        @Nullable String token = null;
        do {
            Page<ArtifactEntry> page = artifacts.list(path(directory), new PageRequest(pageSize, token));
            page.items().forEach(entry -> names.add(entry.name() + (entry.isDirectory() ? "/" : "")));
            token = page.nextPageToken();
        } while (token != null);
        return names;
    }

    private static ArtifactPath path(String text) {
        return ArtifactPath.parse(text);
    }

    private static final class Broken extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("cut");
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return read();
        }
    }
}
