package dev.holdfast.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to tell a webhook something.
 *
 * @param delivery names what is told, the same in every attempt
 * @param secret signs it; absent: it is not signed
 */
record WebhookCall(
        String url, UUID delivery, String body, @Nullable String secret) {
    private static final String DIGEST = "HmacSHA256";

    /** {@code v1,} and the Base64 form of the HMAC-SHA256 of delivery, time in seconds and body, with dots between; absent without a secret. */
    @Nullable
    String signature(Instant at) {
        if (secret == null || secret.isEmpty()) {
            return null;
        }
        try {
            Mac mac = Mac.getInstance(DIGEST);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), DIGEST));
            byte[] signed =
                    mac.doFinal((delivery + "." + at.getEpochSecond() + "." + body).getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(signed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("No " + DIGEST, e);
        }
    }
}
