package dev.holdfast.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against a server in this process that speaks S3 and verifies each signature. */
class S3ObjectStoreTest extends ObjectStoreContract {
    private static final String ACCESS_KEY = "test-access-key";
    private static final String SECRET_KEY = "test-secret-key";

    private static S3Proxy server;
    private static String endpoint;

    @BeforeAll
    static void start() throws Exception {
        server = S3Proxy.builder()
                .blobStore(new TransientNio2BlobStore())
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
                .build();
        server.start();
        endpoint = "http://127.0.0.1:" + server.getPort();
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    @Override
    ObjectStore newStore(Path home) throws IOException {
        S3ObjectStore store = new S3ObjectStore(endpoint, "us-east-1", "blobs", ACCESS_KEY, SECRET_KEY);
        store.ensureBucket();
        return store;
    }

    @Test
    void aWrongKeyIsRefusedWithItsReason() throws IOException {
        try (S3ObjectStore store = new S3ObjectStore(endpoint, "us-east-1", "blobs", ACCESS_KEY, "wrong")) {
            assertThatThrownBy(() -> store.get("some/key", 0, 10))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("SignatureDoesNotMatch");
        }
    }

    @Test
    void aStoreThatIsAwayIsToldApartFromOneThatRefuses() throws IOException {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = socket.getLocalPort();
        }
        try (S3ObjectStore store =
                new S3ObjectStore("http://127.0.0.1:" + nobody, "us-east-1", "blobs", ACCESS_KEY, SECRET_KEY)) {
            store.ensureBucket();
            assertThatThrownBy(() -> store.size("some/key"))
                    .isInstanceOfSatisfying(
                            ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.UNAVAILABLE));
        }
    }

    @Test
    void severalPartsMakeOneObject() throws IOException {
        byte[] content = random(35_000_000);
        Blob blob = write(content);

        try (LocalFile local = blobs().local(blob.digest())) {
            assertThat(Files.size(local.path())).isEqualTo(content.length);
        }
    }

    @Test
    void localCopiesStayWithinTheCacheUnlessInUse() throws IOException {
        Blob first = write(random(700_000));
        Blob second = write(random(600_000));

        LocalFile one = blobs().local(first.digest());
        LocalFile two = blobs().local(second.digest());
        assertThat(one.path()).exists();
        assertThat(two.path()).exists();
        one.close();
        one.close();
        two.close();

        try (Stream<Path> copies = Files.list(home.resolve("cache"))) {
            assertThat(copies.map(path -> path.getFileName().toString()))
                    .containsExactly(second.digest().hex());
        }
    }
}
