package dev.holdfast.webhook;

import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a webhook may be called, and where it may be. */
@Component
class WebhookRules {
    private static final Pattern NAME =
            Pattern.compile("(?=.{1,63}$)[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?", Pattern.CASE_INSENSITIVE);
    /** Ends like an address; readers differ in what they make of {@code 0x7f.1} or {@code 2130706433}. */
    private static final Pattern HAS_HOST = Pattern.compile("[^:]+://[^/?#:]");

    private static final Pattern NUMERIC =
            Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)\\.?", Pattern.CASE_INSENSITIVE);

    private static final Pattern DOTTED = Pattern.compile("(?:(?:0|[1-9][0-9]{0,2})\\.){3}(?:0|[1-9][0-9]{0,2})");
    private static final int LONGEST_URL = 2_000;
    private static final int LONGEST_TEXT = 5_000;
    private static final long LONGEST_LOOKUP_MS = 5_000;

    private final WebhookProperties properties;

    WebhookRules(WebhookProperties properties) {
        this.properties = properties;
    }

    void check(WebhookChange change) {
        if (change.name() != null && !NAME.matcher(change.name()).matches()) {
            throw refused(
                    "name",
                    change.name(),
                    "Webhook name '" + change.name() + "' is invalid. It must start and end with a letter or digit, "
                            + "be less than 63 characters long, and contain only letters, digits, dots (.), "
                            + "underscores (_), and hyphens (-).");
        }
        checkLength("description", change.description());
        checkLength("secret", change.secret());
        if (change.events() != null && change.events().isEmpty()) {
            throw refused("events", null, "Webhook events must be a non-empty list of WebhookEvent objects: [].");
        }
        if (change.url() != null) {
            checkUrl(change.url());
        }
    }

    /** The name may point elsewhere by the time it is called: {@link GuardedSockets} looks again. */
    private void checkUrl(String url) {
        if (url.isBlank()) {
            throw refused(url, "Webhook URL cannot be empty or just whitespace: '" + url + "'");
        }
        if (url.length() > LONGEST_URL) {
            throw refused(null, "Webhook URL must not be longer than " + LONGEST_URL + " characters.");
        }
        int colon = url.indexOf(':');
        String scheme = colon < 0 ? "" : url.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!properties.allowedSchemes().contains(scheme)) {
            throw refused(
                    url,
                    "Invalid webhook URL scheme: '" + scheme + "'. Allowed schemes are: "
                            + String.join(", ", properties.allowedSchemes()) + ".");
        }
        if (!HAS_HOST.matcher(url).lookingAt()) {
            throw refused(url, "Webhook URL must include a hostname: '" + url + "'");
        }
        HttpUrl parsed = HttpUrl.parse(url);
        if (parsed == null) {
            throw refused(url, "Invalid webhook URL: '" + url + "'");
        }
        if (!parsed.username().isEmpty() || !parsed.password().isEmpty()) {
            throw refused(null, "Webhook URL must not include embedded credentials; use a secret.");
        }
        String host = parsed.host();
        if (NUMERIC.matcher(host).matches() && !DOTTED.matcher(host).matches()) {
            throw refused(url, "Webhook URL host '" + host + "' is not a canonical IP address literal.");
        }
        if (!properties.allowPrivateAddresses()) {
            checkAddresses(url, host);
        }
    }

    private static void checkAddresses(String url, String host) {
        for (InetAddress address : addresses(host)) {
            if (!PublicAddresses.isPublic(address)) {
                throw refused(
                        url,
                        "Webhook URL must not resolve to a non-public IP address. '" + host + "' resolves to "
                                + address.getHostAddress() + ".");
            }
        }
    }

    /** Empty where the name can't be looked up now: that may change, and is looked at before each call. */
    private static List<InetAddress> addresses(String host) {
        CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                found.complete(List.of(InetAddress.getAllByName(host)));
            } catch (UnknownHostException | RuntimeException e) {
                found.complete(List.of());
            }
        });
        try {
            return found.completeOnTimeout(List.of(), LONGEST_LOOKUP_MS, TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            return List.of();
        }
    }

    private static void checkLength(String field, @Nullable String text) {
        if (text != null && text.length() > LONGEST_TEXT) {
            throw ProblemException.invalid(field, null, "must not be longer than " + LONGEST_TEXT + " characters.");
        }
    }

    private static ProblemException refused(@Nullable String url, String message) {
        return refused("url", url, message);
    }

    /** In MLflow's words alone. */
    private static ProblemException refused(String field, @Nullable Object value, String message) {
        return new ProblemException(ProblemType.INVALID, message, List.of(new FieldError(field, value, message)));
    }
}
