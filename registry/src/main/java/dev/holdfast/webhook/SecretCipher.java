package dev.holdfast.webhook;

import dev.holdfast.kernel.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The form in which secrets stand in the database: {@code plain:} and the secret, or, where a key is configured,
 * {@code aes:} and the Base64 form of a nonce and what AES-256-GCM made of it. A secret is bound to its webhook.
 */
@Component
class SecretCipher {
    private static final String PLAIN = "plain:";
    private static final String ENCRYPTED = "aes:";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final @Nullable SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    SecretCipher(WebhookProperties properties) {
        this.key = properties.secretKey().isEmpty()
                ? null
                : new SecretKeySpec(Digest.of(properties.secretKey()).bytes(), "AES");
    }

    /** The secret can't be read: it was encrypted with another key than the one that is configured. */
    static final class WrongKeyException extends RuntimeException {
        WrongKeyException() {
            super(
                    "The secret can't be read with the key that is configured; set the secret anew, or configure the key.");
        }
    }

    String seal(String secret, UUID webhook) {
        if (key == null) {
            return PLAIN + secret;
        }
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, key, nonce, webhook).doFinal(secret.getBytes(StandardCharsets.UTF_8));
            return ENCRYPTED
                    + Base64.getEncoder()
                            .encodeToString(ByteBuffer.allocate(nonce.length + sealed.length)
                                    .put(nonce)
                                    .put(sealed)
                                    .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("No AES", e);
        }
    }

    String open(String stored, UUID webhook) {
        if (stored.startsWith(PLAIN)) {
            return stored.substring(PLAIN.length());
        }
        if (key == null) {
            throw new WrongKeyException();
        }
        byte[] bytes = Base64.getDecoder().decode(stored.substring(ENCRYPTED.length()));
        byte[] nonce = new byte[NONCE_BYTES];
        ByteBuffer.wrap(bytes).get(nonce);
        try {
            byte[] secret = cipher(Cipher.DECRYPT_MODE, key, nonce, webhook)
                    .doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
            return new String(secret, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new WrongKeyException();
        }
    }

    private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce, UUID webhook)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(webhook.toString().getBytes(StandardCharsets.US_ASCII));
        return cipher;
    }
}
