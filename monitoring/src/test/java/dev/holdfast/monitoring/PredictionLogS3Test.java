package dev.holdfast.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The same with a store that speaks S3 and verifies each signature. */
class PredictionLogS3Test extends PredictionLogTest {
    private static final String ACCESS_KEY = "test-access-key";
    private static final String SECRET_KEY = "test-secret-key";

    private static final S3Proxy server = S3Proxy.builder()
            .blobStore(new TransientNio2BlobStore())
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
            .build();

    @Value("${holdfast.home}")
    private Path home;

    @Test
    void nothingIsInFolders() {
        assertThat(home.resolve("objects")).doesNotExist();
    }

    @DynamicPropertySource
    static void start(DynamicPropertyRegistry properties) throws Exception {
        server.start();
        properties.add("holdfast.s3.endpoint", () -> "http://127.0.0.1:" + server.getPort());
        properties.add("holdfast.s3.bucket", () -> "log");
        properties.add("holdfast.s3.access-key", () -> ACCESS_KEY);
        properties.add("holdfast.s3.secret-key", () -> SECRET_KEY);
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }
}
