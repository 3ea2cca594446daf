package dev.holdfast.webhook;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came of an attempt.
 *
 * @param status the HTTP status; absent where there was no answer
 * @param body the beginning of the answer
 * @param error why there was no answer, or none that counts
 * @param again whether it may go better later
 * @param retryAfter how long the receiver wants to be left alone
 */
record WebhookAnswer(
        @Nullable Integer status,
        @Nullable String body,
        @Nullable String error,
        boolean again,
        @Nullable Duration retryAfter,
        Duration latency) {
    private static final int TOO_MANY_REQUESTS = 429;

    static WebhookAnswer of(int status, String body, @Nullable Duration retryAfter, Duration latency) {
        boolean again = status >= 500 || status == TOO_MANY_REQUESTS;
        String error = status / 100 == 2
                ? null
                : "The receiver answered " + status + (status / 100 == 3 ? "; redirects are not followed." : ".");
        return new WebhookAnswer(status, body, error, again, retryAfter, latency);
    }

    static WebhookAnswer none(String error, boolean again, Duration latency) {
        return new WebhookAnswer(null, null, error, again, null, latency);
    }

    boolean isTaken() {
        return error == null;
    }
}
