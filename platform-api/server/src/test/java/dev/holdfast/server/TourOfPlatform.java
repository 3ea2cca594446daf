package dev.holdfast.server;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** Who may call, who is told, what was done, and what came from elsewhere. */
final class TourOfPlatform {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final ApiRecorder api;

    TourOfPlatform(ApiRecorder api) {
        this.api = api;
    }

    void people() {
        String token = api.json("createToken", "{\"name\": \"ci\", \"role\": \"contributor\"}")
                .path("id")
                .asString();
        api.call("listTokens", "max_results", "1");
        api.call("revokeToken", "id", token);
        api.json("createUser", "{\"name\": \"anna\", \"password\": \"correct horse battery\", \"role\": \"viewer\"}");
        api.call("listUsers");
        api.call("getUser", "name", "anna");
        api.json("updateUser", "{\"role\": \"approver\"}", "name", "anna");
        api.json("setPassword", "{\"password\": \"another horse battery\"}", "name", "anna");
        api.call("deleteUser", "name", "anna");
        api.call("whoAmI");
        api.call("listAuditEntries", "subject", "user/anna", "max_results", "1");
        api.call("verifyAuditLog");
    }

    void webhooks() {
        try {
            HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            receiver.createContext("/", exchange -> {
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(204, -1);
                exchange.close();
            });
            receiver.start();
            try {
                webhooks("http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook");
            } finally {
                receiver.stop(0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void webhooks(String url) {
        String id = api.json(
                        "createWebhook",
                        "{\"name\": \"chat\", \"url\": \"" + url
                                + "\", \"events\": [\"registered_model.created\"], \"secret\": \"known to both of us\"}")
                .path("id")
                .asString();
        api.call("listWebhooks");
        api.call("getWebhook", "id", id);
        api.json("updateWebhook", "{\"description\": \"Tells the team.\"}", "id", id);
        api.json("testWebhook", "{\"event\": \"registered_model.created\"}", "id", id);
        api.plain("POST", "/api/v1/models", "{\"name\": \"told_of\"}");
        Awaitility.await().atMost(LONG).until(() -> delivered(id));
        JsonNode deliveries = api.call("listWebhookDeliveries", "id", id);
        api.call(
                "redeliverWebhookDelivery",
                "id",
                id,
                "delivery",
                deliveries.path("items").path(0).path("id").asString());
        api.call("deleteWebhook", "id", id);
    }

    private boolean delivered(String webhook) {
        JsonNode newest = api.plain("GET", "/api/v1/webhooks/" + webhook + "/deliveries", null)
                .path("items")
                .path(0);
        return newest.path("state").asString().equals("succeeded");
    }

    /** Of a server that never answers: so it can be stopped. */
    void imports() {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String id = api.json(
                            "startImport", "{\"tracking_uri\": \"http://127.0.0.1:" + silent.getLocalPort() + "\"}")
                    .path("id")
                    .asString();
            api.call("getImport", "id", id);
            api.call("listLeftOut", "id", id);
            api.call("cancelImport", "id", id);
            api.call("listImports");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
