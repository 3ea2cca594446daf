package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** What every store must do, and what blobs must do on every store. */
abstract class ObjectStoreContract {
    private static final Duration GRACE = Duration.ofHours(1);
    private static final long CACHE_BYTES = 1_000_000;

    @TempDir
    Path home;

    private final Set<Digest> referenced = new HashSet<>();
    private ObjectStore store;
    private Scratch scratch;
    private BlobStore blobs;

    abstract ObjectStore newStore(Path home) throws IOException;

    /** Changes an object behind the store's back. */
    void damage(String key, byte[] content) throws IOException {
        Path file = scratch.newFile("");
        store.put(key, Files.write(file, content));
    }

    @BeforeEach
    void open() throws IOException {
        store = newStore(home);
        scratch = new Scratch(home.resolve("tmp"));
        blobs = blobsAt(Clock.systemUTC());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private BlobStore blobsAt(Clock clock) throws IOException {
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        beans.addBean("references", (BlobReferences) consumer -> referenced.forEach(consumer));
        return new BlobStore(
                store,
                new BlobCache(home.resolve("cache"), CACHE_BYTES, scratch),
                scratch,
                beans.getBeanProvider(BlobReferences.class),
                clock);
    }

    @Test
    void objectsAreFoundReadInPartsReplacedListedAndDeleted() throws IOException {
        String prefix = "t" + UUID.randomUUID() + "/";
        put(prefix + "a/one", "first");
        put(prefix + "a/two", "the second");
        put(prefix + "b", "third");
        put(prefix + "a/one", "replaced");

        assertThat(text(store.get(prefix + "a/one", 0, Long.MAX_VALUE))).isEqualTo("replaced");
        assertThat(text(store.get(prefix + "a/two", 4, 3))).isEqualTo("sec");
        assertThat(text(store.get(prefix + "a/two", 4, 1_000))).isEqualTo("second");
        assertThat(text(store.get(prefix + "a/two", 4, 0))).isEmpty();
        assertThat(store.size(prefix + "a/two")).hasValue(10);
        assertThat(store.lastModified(prefix + "b").orElseThrow())
                .isBetween(
                        Instant.now().minus(Duration.ofMinutes(1)),
                        Instant.now().plus(Duration.ofMinutes(1)));
        List<String> keys = new ArrayList<>();
        store.list(prefix + "a/", entry -> keys.add(entry.key() + " " + entry.sizeBytes()));
        assertThat(keys).containsExactlyInAnyOrder(prefix + "a/one 8", prefix + "a/two 10");

        store.delete(prefix + "a/one");
        store.delete(prefix + "a/one");
        assertThat(store.size(prefix + "a/one")).isEmpty();
        assertThat(store.lastModified(prefix + "a/one")).isEmpty();
        assertThatThrownBy(() -> text(store.get(prefix + "a/one", 0, 10))).isInstanceOf(NoSuchFileException.class);
        store.deleteUnfinished(Instant.now());
        assertThat(store.size(prefix + "b")).hasValue(5);
    }

    @Test
    void partsAreNoBlobsAndGoTogetherOrWhenTheyAreOld() throws IOException {
        StagedParts parts = new StagedParts(store, scratch);
        UUID whole = UUID.randomUUID();
        UUID other = UUID.randomUUID();
        Blob first = parts.write(whole, 1, new ByteArrayInputStream("first".getBytes(StandardCharsets.UTF_8)));
        Blob again = parts.write(whole, 1, new ByteArrayInputStream("again".getBytes(StandardCharsets.UTF_8)));
        Blob kept = parts.write(other, 1, new ByteArrayInputStream("first".getBytes(StandardCharsets.UTF_8)));

        assertThat(text(parts.open(whole, 1, first.digest()))).isEqualTo("first");
        assertThat(text(parts.open(whole, 1, again.digest()))).isEqualTo("again");
        assertThat(blobs.exists(first.digest())).isFalse();
        parts.delete(whole);
        assertThatThrownBy(() -> text(parts.open(whole, 1, first.digest()))).isInstanceOf(NoSuchFileException.class);
        parts.deleteOlderThan(Instant.now().minus(Duration.ofMinutes(10)));
        assertThat(text(parts.open(other, 1, kept.digest()))).isEqualTo("first");
        parts.deleteOlderThan(Instant.now().plus(Duration.ofMinutes(10)));
        assertThatThrownBy(() -> text(parts.open(other, 1, kept.digest()))).isInstanceOf(NoSuchFileException.class);
        assertNothingIsLeftInScratch();
    }

    @Test
    void sameContentIsOneBlobAndComesBackWhole() throws IOException {
        byte[] content = random(300_000);
        Blob first = write(content);
        Blob second = write(content);

        assertThat(first).isEqualTo(second).isEqualTo(new Blob(Digest.of(content), content.length));
        assertThat(blobs.exists(first.digest())).isTrue();
        assertThat(blobs.exists(Digest.of("something else"))).isFalse();
        try (InputStream all = blobs.open(first.digest());
                InputStream part = blobs.open(first.digest(), 100, 50)) {
            assertThat(all.readAllBytes()).isEqualTo(content);
            assertThat(part.readAllBytes()).isEqualTo(java.util.Arrays.copyOfRange(content, 100, 150));
        }
        try (LocalFile local = blobs.local(first.digest())) {
            assertThat(local.path()).hasBinaryContent(content);
        }
        assertThatThrownBy(() -> blobs.open(Digest.of("missing")).readAllBytes())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no blob");
        assertThatThrownBy(() -> blobs.local(Digest.of("missing"))).isInstanceOf(IOException.class);
        assertNothingIsLeftInScratch();
    }

    @Test
    void refusedOrBrokenBodiesLeaveNothing() throws IOException {
        byte[] content = random(10_000);
        Digest digest = Digest.of(content);

        assertThatThrownBy(() -> blobs.write(new ByteArrayInputStream(content), Digest.of("other"), 100_000))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.INVALID))
                .hasMessageContaining(digest.toString());
        assertThatThrownBy(() -> blobs.write(new ByteArrayInputStream(content), null, 9_999))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.TOO_LARGE));
        InputStream broken = new java.io.SequenceInputStream(new ByteArrayInputStream(content), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the caller hung up");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return read();
            }
        });
        assertThatThrownBy(() -> blobs.write(broken)).hasMessage("the caller hung up");

        assertThat(blobs.exists(digest)).isFalse();
        assertNothingIsLeftInScratch();
        assertThat(blobs.write(new ByteArrayInputStream(content), digest, 10_000))
                .isNotNull();
    }

    @Test
    void damageIsFoundAndRepairedByWritingAgain() throws IOException {
        byte[] content = random(50_000);
        Digest digest = Digest.of(content);
        Path file = Files.write(scratch.newFile(""), content);
        write(content);
        byte[] wrong = content.clone();
        wrong[40_000] ^= 1;
        damage("blobs/sha256/" + digest.hex().substring(0, 2) + "/" + digest.hex(), wrong);
        BlobStore afterRestart = blobsAt(Clock.systemUTC());

        assertThatThrownBy(() -> afterRestart.local(digest)).hasMessageContaining("damaged");
        assertThatThrownBy(() -> afterRestart.open(digest).readAllBytes()).hasMessageContaining("damaged");

        afterRestart.write(file);
        try (LocalFile local = afterRestart.local(digest)) {
            assertThat(local.path()).hasBinaryContent(content);
        }
    }

    @Test
    void onlyOldUnreferencedBlobsAreGarbage() throws IOException {
        Blob kept = write(random(1_000));
        Blob garbage = write(random(2_000));
        Blob opened = write(random(3_000));
        referenced.add(kept.digest());

        assertThat(blobs.collectGarbage(GRACE).deleted()).isZero();

        Instant later = Instant.now().plus(GRACE).plusSeconds(60);
        BlobStore later1 = blobsAt(Clock.fixed(later, ZoneOffset.UTC));
        try (LocalFile local = later1.local(opened.digest())) {
            GarbageReport report = later1.collectGarbage(GRACE);
            assertThat(report.referenced()).isEqualTo(1);
            assertThat(report.deleted()).isGreaterThanOrEqualTo(1);
            assertThat(report.freedBytes()).isGreaterThanOrEqualTo(2_000);
            assertThat(local.path()).exists();
        }
        assertThat(later1.exists(kept.digest())).isTrue();
        assertThat(later1.exists(garbage.digest())).isFalse();
    }

    @Test
    void writingAgainMakesABlobYoung() throws IOException, InterruptedException {
        byte[] content = random(4_000);
        Blob blob = write(content);
        String key = "blobs/sha256/" + blob.digest().hex().substring(0, 2) + "/"
                + blob.digest().hex();
        Instant first = store.lastModified(key).orElseThrow();
        // S3 tells times in seconds.
        org.awaitility.Awaitility.await().until(() -> Instant.now().isAfter(first.plusMillis(2_100)));
        write(content);
        Instant second = store.lastModified(key).orElseThrow();

        assertThat(second).isAfter(first);
        blobsAt(Clock.fixed(first.plus(GRACE).plusSeconds(1), ZoneOffset.UTC)).collectGarbage(GRACE);
        assertThat(blobs.exists(blob.digest())).isTrue();
    }

    @Test
    void manyWritersAndReadersOfTheSameContentAgree() throws Exception {
        byte[] content = random(200_000);
        Digest digest = Digest.of(content);
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            tasks.add(() -> {
                assertThat(write(content).digest()).isEqualTo(digest);
                try (LocalFile local = blobs.local(digest);
                        InputStream all = blobs.open(digest)) {
                    return Digest.of(Files.readAllBytes(local.path())).equals(digest)
                            && Digest.of(all.readAllBytes()).equals(digest);
                }
            });
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> future : threads.invokeAll(tasks)) {
                assertThat(future.get()).isTrue();
            }
        }
        assertNothingIsLeftInScratch();
    }

    @Test
    void leftoversOfACrashAreGoneAfterTheNextStart() throws IOException {
        Path scratchFile = Files.write(blobs.newScratchFile(".csv"), new byte[10]);

        new Scratch(home.resolve("tmp"));

        assertThat(scratchFile).doesNotExist();
    }

    Blob write(byte[] content) throws IOException {
        return blobs.write(new ByteArrayInputStream(content));
    }

    BlobStore blobs() {
        return blobs;
    }

    private void put(String key, String content) throws IOException {
        store.put(key, Files.writeString(scratch.newFile(""), content));
    }

    private void assertNothingIsLeftInScratch() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("tmp"))) {
            assertThat(files).isEmpty();
        }
    }

    private static String text(InputStream content) throws IOException {
        try (content) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static byte[] random(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }
}
