package dev.holdfast.imports;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A small MLflow server with fixed contents: what it answers is what the real one does. */
final class OtherServer implements AutoCloseable {
    static final String RUN = "0123456789abcdef0123456789abcdef";
    static final String MODEL = "m-" + RUN;

    /** Paths that were asked for. */
    final List<String> asked = new CopyOnWriteArrayList<>();
    /** How often a path is still to fail with 503. */
    final Map<String, AtomicInteger> failures = new ConcurrentHashMap<>();

    /** How often the answer of a path is still to break off in the middle. */
    final Map<String, AtomicInteger> breaks = new ConcurrentHashMap<>();

    private final HttpServer server;

    @Nullable
    String expectedAuthorization;

    OtherServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            asked.add(path);
            if (expectedAuthorization != null
                    && !expectedAuthorization.equals(
                            exchange.getRequestHeaders().getFirst("Authorization"))) {
                send(exchange, 401, "");
                return;
            }
            AtomicInteger left = failures.get(path);
            if (left != null && left.getAndDecrement() > 0) {
                send(exchange, 503, "");
                return;
            }
            Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
            String body = body(path.replaceFirst("^/(ajax-)?api/2.0/mlflow/", ""), query);
            if (body == null) {
                send(exchange, 404, "{\"error_code\": \"RESOURCE_DOES_NOT_EXIST\", \"message\": \"not there\"}");
            } else if (breaks.containsKey(path) && breaks.get(path).getAndDecrement() > 0) {
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes, 0, bytes.length - 20);
            } else {
                send(exchange, 200, body);
            }
        }
    }

    private static @Nullable String body(String path, Map<String, String> query) {
        String artifact = query.getOrDefault("path", query.getOrDefault("artifact_file_path", ""));
        return switch (path) {
            case "experiments/search" -> """
                    {"experiments": [{"experiment_id": "7", "name": "moved 'in'", "tags": [{"key": "team", "value": "risk"}]},
                                     {"experiment_id": "8", "name": "not wanted"}]}""";
            case "runs/search" -> "{\"runs\": [{\"info\": {\"run_id\": \"" + RUN + "\"}}]}";
            case "runs/get" -> """
                    {"run": {"info": {"run_id": "%s", "run_name": "first", "user_id": "ada", "status": "FAILED", "start_time": 1000,
                                      "end_time": 5000, "artifact_uri": "s3://elsewhere/x"},
                             "data": {"params": [{"key": "eta", "value": "0.3"}],
                                      "tags": [{"key": "mlflow.runName", "value": "first"}, {"key": "note", "value": "😀 \\"%%'"}],
                                      "metrics": [{"key": "auc", "value": 0.9, "timestamp": 3, "step": 2}]},
                             "inputs": {"dataset_inputs": [{"dataset": {"name": "rows", "digest": "d1", "source_type": "local", "source": "{}"},
                                                            "tags": [{"key": "mlflow.data.context", "value": "train"}]}]}}}""".formatted(RUN);
            case "metrics/get-history" ->
                query.containsKey("page_token")
                        ? "{\"metrics\": [{\"key\": \"auc\", \"value\": 0.9, \"timestamp\": 3, \"step\": 2}]}"
                        : """
                        {"next_page_token": "more", "metrics": [{"key": "auc", "value": "NaN", "timestamp": 1, "step": 0},
                            {"key": "auc", "value": 0.5, "timestamp": 1, "step": 1}]}""";
            case "artifacts/list" -> artifact.isEmpty() ? """
                        {"root_uri": "s3://elsewhere/x", "files": [{"path": "model", "is_dir": true},
                            {"path": "gone.txt", "is_dir": false, "file_size": 3}, {"path": "../evil", "is_dir": false, "file_size": 3}]}""" : """
                        {"files": [{"path": "model/a b%.txt", "is_dir": false, "file_size": 5}]}""";
            case "/get-artifact" -> artifact.equals("model/a b%.txt") ? "hello" : null;
            case "logged-models/search" -> """
                    {"models": [{"info": {"model_id": "%s", "name": "model", "status": "LOGGED_MODEL_READY", "source_run_id": "%s",
                                          "creation_timestamp_ms": 2000, "tags": [{"key": "kind", "value": "linear"}]},
                                 "data": {"params": [{"key": "c", "value": "1"}],
                                          "metrics": [{"key": "auc", "value": 0.9, "timestamp": 3, "step": 2, "run_id": "%s"}]}}]}""".formatted(MODEL, RUN, RUN);
            case "logged-models/" + MODEL + "/artifacts/directories" ->
                "{\"files\": [{\"path\": \"MLmodel\", \"is_dir\": false, \"file_size\": 11}]}";
            case "logged-models/" + MODEL + "/artifacts/files" -> "flavors: {}";
            case "registered-models/search" -> """
                    {"registered_models": [{"name": "moved", "description": "a model", "tags": [{"key": "tier", "value": "1"}],
                                            "aliases": [{"alias": "champion", "version": "3"}]}]}""";
            case "model-versions/search" -> """
                    {"model_versions": [
                        {"name": "moved", "version": "3", "run_id": "%s", "source": "models:/%s", "current_stage": "Staging",
                         "creation_timestamp": 4000, "tags": [{"key": "checked", "value": "yes"}]},
                        {"name": "moved", "version": 1, "run_id": "%s", "source": "s3://elsewhere/x/%s/artifacts/model", "current_stage": "None"}]}""".formatted(RUN, MODEL, RUN, RUN);
            default -> null;
        };
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new TreeMap<>();
        if (raw != null) {
            for (String each : raw.split("&", -1)) {
                int equals = each.indexOf('=');
                query.put(
                        each.substring(0, equals),
                        URLDecoder.decode(each.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
