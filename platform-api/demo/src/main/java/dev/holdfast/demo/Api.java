package dev.holdfast.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The server's REST API, as any client would call it. */
final class Api {
    private static final Duration TIMEOUT = Duration.ofMinutes(11);

    private final URI server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final JsonMapper json = new JsonMapper();

    Api(URI server) {
        this.server = server;
    }

    JsonNode get(String path) {
        return expect(send(request(path).GET()));
    }

    JsonNode post(String path, JsonNode body) {
        return expect(answer(path, body));
    }

    JsonNode put(String path, JsonNode body) {
        return expect(send(request(path)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body.toString()))));
    }

    JsonNode putYaml(String path, String yaml) {
        return expect(
                send(request(path).header("Content-Type", "application/yaml").PUT(BodyPublishers.ofString(yaml))));
    }

    JsonNode upload(String path, String contentType, Path file) {
        BodyPublisher body;
        try {
            body = BodyPublishers.ofFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return expect(send(request(path).header("Content-Type", contentType).POST(body)));
    }

    /** The answer to a post, whatever its status: for calls whose failures are counted and not fatal. */
    HttpResponse<String> answer(String path, JsonNode body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString())));
    }

    JsonNode parse(String text) {
        return json.readTree(text);
    }

    JsonMapper json() {
        return json;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path)).timeout(TIMEOUT);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("Stopped.");
        }
    }

    private JsonNode expect(HttpResponse<String> response) {
        if (response.statusCode() >= 300) {
            JsonNode body = response.body().startsWith("{") ? parse(response.body()) : json.createObjectNode();
            throw new DemoFailure(response.request().method() + " "
                    + response.request().uri().getPath() + " answered " + response.statusCode() + ": "
                    + body.path("detail").asString(response.body()));
        }
        return response.body().isEmpty() ? json.createObjectNode() : parse(response.body());
    }
}
