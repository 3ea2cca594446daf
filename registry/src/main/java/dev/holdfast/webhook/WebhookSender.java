package dev.holdfast.webhook;

import dev.holdfast.webhook.GuardedSockets.RefusedAddressException;
import java.io.IOException;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes the calls: each on a connection of its own, to the very address that was checked, without proxies and redirects. */
@Component
class WebhookSender {
    private static final MediaType JSON = MediaType.get("application/json");
    private static final int BODY_KEPT = 64 * 1024;

    private final OkHttpClient http;
    private final Clock clock;

    WebhookSender(WebhookProperties properties, Clock clock) {
        this.clock = clock;
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                .proxy(Proxy.NO_PROXY)
                .followRedirects(false)
                .followSslRedirects(false)
                .connectTimeout(properties.timeout())
                .readTimeout(properties.timeout())
                .writeTimeout(properties.timeout())
                .callTimeout(properties.timeout());
        if (!properties.allowPrivateAddresses()) {
            builder.socketFactory(new GuardedSockets());
        }
        this.http = builder.build();
    }

    WebhookAnswer send(WebhookCall call) {
        HttpUrl url = HttpUrl.parse(call.url());
        if (url == null) {
            return WebhookAnswer.none("The URL can't be read.", false, Duration.ZERO);
        }
        Instant at = clock.instant();
        Request.Builder request = new Request.Builder()
                .url(url)
                .header("User-Agent", "Holdfast")
                .header("X-MLflow-Delivery-Id", call.delivery().toString())
                .header("X-MLflow-Timestamp", Long.toString(at.getEpochSecond()))
                .post(RequestBody.create(call.body().getBytes(StandardCharsets.UTF_8), JSON));
        String signature = call.signature(at);
        if (signature != null) {
            request.header("X-MLflow-Signature", signature);
        }
        long started = System.nanoTime();
        try (Response response = http.newCall(request.build()).execute()) {
            String body = response.peekBody(BODY_KEPT).string();
            return WebhookAnswer.of(response.code(), body, retryAfter(response, at), since(started));
        } catch (IOException e) {
            return WebhookAnswer.none(describe(e), !isRefused(e), since(started));
        }
    }

    /** Seconds or a date; absent where it is neither. */
    private static @Nullable Duration retryAfter(Response response, Instant now) {
        String header = response.header("Retry-After");
        if (header == null) {
            return null;
        }
        try {
            return Duration.ofSeconds(Long.parseLong(header.strip()));
        } catch (NumberFormatException notSeconds) {
            try {
                Instant at = ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
                return Duration.between(now, at);
            } catch (DateTimeException neither) {
                return null;
            }
        }
    }

    /** The connection may have been tried with several addresses: one that was refused decides. */
    private static boolean isRefused(Throwable e) {
        if (e instanceof RefusedAddressException || (e.getCause() != null && isRefused(e.getCause()))) {
            return true;
        }
        for (Throwable suppressed : e.getSuppressed()) {
            if (isRefused(suppressed)) {
                return true;
            }
        }
        return false;
    }

    private static String describe(IOException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private static Duration since(long started) {
        return Duration.ofNanos(System.nanoTime() - started);
    }
}
