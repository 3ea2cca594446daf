package dev.holdfast.imports;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The other server, through its REST API. What may pass is tried again, with growing pauses. */
class SourceServer {
    private static final Set<Integer> PASSING = Set.of(408, 429, 500, 502, 503, 504);
    private static final int ATTEMPTS = 7;
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(2);
    private static final long MAX_PAUSE_MS = 30_000;

    private final HttpClient http;
    private final JsonMapper json;
    private final String root;
    private final @Nullable String authorization;
    private final Duration firstPause;

    SourceServer(HttpClient http, JsonMapper json, ImportRequest request, Duration firstPause) {
        this.http = http;
        this.json = json;
        this.root = request.trackingUri().toString().replaceAll("/+$", "");
        this.authorization = authorization(request.credentials());
        this.firstPause = firstPause;
    }

    /** The other server can't be reached, or does not let us in: there is no use in going on. */
    static class AwayException extends RuntimeException {
        AwayException(String message) {
            super(message);
        }
    }

    /** The other server refused one thing. */
    static class RefusedException extends RuntimeException {
        RefusedException(String message) {
            super(message);
        }
    }

    /** What a path answers; names and values of the query are not encoded yet. */
    JsonNode get(String path, Map<String, String> query) {
        return read(request(path, query).GET().build());
    }

    JsonNode post(String path, Map<String, ?> body) {
        return read(request(path, Map.of())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)))
                .build());
    }

    /** A body as it comes, to be read to its end and closed. */
    InputStream open(String path, Map<String, String> query) {
        return send(request(path, query).GET().build());
    }

    /** Reads an answer as it comes. */
    @FunctionalInterface
    interface Reader<T> {
        T read(InputStream body) throws IOException;
    }

    /** Has {@code reader} read an answer; from its beginning again, after a pause, where it breaks off. */
    <T> T read(String path, Map<String, String> query, Reader<T> reader) {
        for (int attempt = 1; ; attempt++) {
            try (InputStream body = open(path, query)) {
                return reader.read(body);
            } catch (InterruptedIOException e) {
                throw interrupted(e);
            } catch (IOException | JacksonException e) {
                if (attempt == ATTEMPTS) {
                    throw new AwayException(
                            "The answer to " + path + " broke off " + attempt + " times: " + e.getMessage());
                }
                pause(attempt + 1);
            }
        }
    }

    private JsonNode read(HttpRequest request) {
        for (int attempt = 1; ; attempt++) {
            try (InputStream body = send(request)) {
                return json.readTree(body);
            } catch (IOException | JacksonException e) {
                if (attempt == 3) {
                    throw new RefusedException("The answer to " + request.uri().getPath() + " can't be read.");
                }
            }
        }
    }

    private InputStream send(HttpRequest request) {
        String problem = "";
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            if (attempt > 1) {
                pause(attempt);
            }
            try {
                HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
                int status = response.statusCode();
                if (status == 200) {
                    return response.body();
                }
                String message = message(response);
                if (status == 401 || status == 403) {
                    throw new AwayException("The server does not let us in (" + status + "): check the credentials.");
                }
                if (!PASSING.contains(status)) {
                    throw new RefusedException(status + " for " + request.uri().getPath() + ": " + message);
                }
                problem = "it answers " + status + " " + message;
            } catch (InterruptedIOException e) {
                throw interrupted(e);
            } catch (IOException e) {
                problem = "it can't be reached: " + e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AwayException("Interrupted");
            }
        }
        throw new AwayException("The server at " + root + " failed " + ATTEMPTS + " times for "
                + request.uri().getPath() + ": " + problem);
    }

    private static AwayException interrupted(InterruptedIOException e) {
        return new AwayException("Interrupted: " + e.getMessage());
    }

    private void pause(int attempt) {
        try {
            Thread.sleep(Math.min(MAX_PAUSE_MS, firstPause.toMillis() << (attempt - 2)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AwayException("Interrupted");
        }
    }

    private HttpRequest.Builder request(String path, Map<String, String> query) {
        String parameters = query.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(root + path + (parameters.isEmpty() ? "" : "?" + parameters)))
                .timeout(ANSWER_WITHIN);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return request;
    }

    /** Also for a segment of a path. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private String message(HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            String text = new String(body.readNBytes(2_000), StandardCharsets.UTF_8);
            try {
                JsonNode message = json.readTree(text).path("message");
                return message.isString() ? message.stringValue() : "";
            } catch (JacksonException e) {
                return "";
            }
        } catch (IOException e) {
            return "";
        }
    }

    private static @Nullable String authorization(ImportRequest.Credentials credentials) {
        if (credentials.token() != null) {
            return "Bearer " + credentials.token();
        }
        return credentials.username() == null
                ? null
                : "Basic "
                        + Base64.getEncoder()
                                .encodeToString((credentials.username() + ":" + credentials.password())
                                        .getBytes(StandardCharsets.UTF_8));
    }
}
