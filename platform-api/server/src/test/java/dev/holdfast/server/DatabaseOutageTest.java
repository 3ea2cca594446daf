package dev.holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.TestApplication;
import dev.holdfast.kernel.Actor;
import dev.holdfast.model.ModelFormat;
import dev.holdfast.model.ModelRegistration;
import dev.holdfast.model.Models;
import dev.holdfast.release.DeploymentSpec;
import dev.holdfast.release.Deployments;
import dev.holdfast.release.ReleaseRequest;
import dev.holdfast.testkit.CuttableConnection;
import dev.holdfast.testkit.TestPostgres;
import dev.holdfast.testkit.TestkitConfiguration;
import dev.holdfast.testkit.TinyOnnx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** While the database is away, predictions go on and the rest says so; when it is back, all is as before. */
@ExtendWith(OutputCaptureExtension.class)
class DatabaseOutageTest {
    private static final String INFER = "/v2/models/outage/infer";
    private static final String INPUT = """
            {"inputs": [{"name": "a", "datatype": "FP32", "shape": [1, 1], "data": [1.0]}]}""";

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private CuttableConnection database;
    private ConfigurableApplicationContext server;

    @BeforeEach
    void startServerBehindAConnectionThatCanBeCut() throws IOException {
        URI direct = URI.create(TestPostgres.freshDatabase().substring("jdbc:".length()));
        database = new CuttableConnection(direct.getPort());
        String url = "jdbc:" + direct.toString().replace(":" + direct.getPort(), ":" + database.port());
        server = new SpringApplicationBuilder(TestApplication.class, TestkitConfiguration.class)
                .properties(Map.of(
                        "server.port", "0",
                        "holdfast.home", folder.resolve("home").toString(),
                        "spring.datasource.url", url,
                        "spring.datasource.username", "postgres",
                        "spring.datasource.password", "postgres",
                        "spring.datasource.hikari.data-source-properties.socketTimeout", "2"))
                .run();
        deployTinyModel();
    }

    @AfterEach
    void stop() throws IOException {
        database.mend();
        server.close();
        database.close();
    }

    @Test
    void predictionsGoOnAndTheRestRecoversByItself(CapturedOutput output) throws Exception {
        assertThat(predict().statusCode()).isEqualTo(200);
        assertThat(get("/api/v1/datasets").statusCode()).isEqualTo(200);

        database.cut();

        assertThat(predict().statusCode()).isEqualTo(200);
        HttpResponse<String> refused = get("/api/v1/datasets");
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(refused.body()).contains("database").doesNotContain("org.", "SQL", "Exception");
        for (int i = 0; i < 200; i++) {
            assertThat(predict().statusCode()).isEqualTo(200);
        }

        await().untilAsserted(() -> assertThat(output).contains("goes on at its next turn"));
        assertThat(output).as("a line, not a page").doesNotContain("in scheduled task");

        database.mend();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(get("/api/v1/datasets").statusCode()).isEqualTo(200));
        assertThat(predict().statusCode()).isEqualTo(200);
    }

    @Test
    void whatWaitsForADatabaseThatHangsIsAnsweredToo() throws Exception {
        assertThat(get("/api/v1/datasets").statusCode()).isEqualTo(200);

        database.freeze();

        // The first one has a connection that was good a moment ago; the read gives up, and the next ones get none.
        for (int i = 0; i < 3; i++) {
            HttpResponse<String> refused = get("/api/v1/datasets");
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
        }
        assertThat(predict().statusCode()).isEqualTo(200);

        database.mend();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(get("/api/v1/datasets").statusCode()).isEqualTo(200));
    }

    private void deployTinyModel() throws IOException {
        Path file = folder.resolve("tiny.onnx");
        Files.write(file, TinyOnnx.classifier(List.of("a"), List.of("no", "yes"), 0.0));
        server.getBean(Models.class)
                .register(
                        new ModelRegistration(
                                "outage",
                                file,
                                ModelFormat.ONNX,
                                null,
                                null,
                                List.of(),
                                Map.of(),
                                null,
                                Map.of(),
                                null,
                                Map.of("label", "y", "classes", List.of("no", "yes"))),
                        Actor.SYSTEM);
        Deployments deployments = server.getBean(Deployments.class);
        deployments.put("outage", DeploymentSpec.defaults(), Actor.SYSTEM);
        deployments.release("outage", new ReleaseRequest("outage", 1, null), Actor.SYSTEM);
    }

    private HttpResponse<String> predict() throws IOException, InterruptedException {
        return client.send(
                request(INFER)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(INPUT))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        String port = server.getEnvironment().getProperty("local.server.port");
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30));
    }
}
