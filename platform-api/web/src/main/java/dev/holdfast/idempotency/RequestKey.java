package dev.holdfast.idempotency;

import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of a request: who asks, where, and for what. What is kept of it tells neither the key nor the request, and an answer that is kept can
 * be read by those only who have the key: it may hold a secret that is shown once.
 */
public final class RequestKey {
    public static final String HEADER = "Idempotency-Key";

    public static final int MAX_LENGTH = 255;
    private static final int LEAST_FOR_SECRETS = 20;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String caller;
    private final String path;
    private final String key;
    private final String request;

    private RequestKey(String caller, String path, String key, String request) {
        this.caller = caller;
        this.path = path;
        this.key = key;
        this.request = request;
    }

    /**
     * The key that a caller sent with a request.
     *
     * @param request its body, or other bytes that are the same for the same request
     * @throws ProblemException 400 where it is none
     */
    public static RequestKey of(String key, Actor caller, String path, byte[] request) {
        if (key.isBlank() || key.length() > MAX_LENGTH) {
            throw ProblemException.malformed(HEADER, key, "must have 1 to " + MAX_LENGTH + " characters.");
        }
        return new RequestKey(caller.name(), path, key, fingerprint(key, request));
    }

    /** The same key, of a request that is told by {@code what} and not by its bytes: by the digest of an upload, for example. */
    public RequestKey about(String what) {
        return new RequestKey(caller, path, key, fingerprint(key, what.getBytes(StandardCharsets.UTF_8)));
    }

    /** Refuses a key that could be guessed, by which what it seals could be read. */
    void mustBeHardToGuess() {
        if (key.length() < LEAST_FOR_SECRETS) {
            throw ProblemException.malformed(
                    HEADER,
                    null,
                    "must have " + LEAST_FOR_SECRETS
                            + " characters at least here, from a random source (a UUID, for example): there is a secret in the request or its answer.");
        }
    }

    String caller() {
        return caller;
    }

    String path() {
        return path;
    }

    /** What the key is found by. */
    String digest() {
        return Digest.of(key).toString();
    }

    /** What tells one request from another. */
    String request() {
        return request;
    }

    ProblemException usedForAnother() {
        return ProblemException.invalid(HEADER, key, "was used for another request; use a new key for a new request.");
    }

    byte[] seal(byte[] answer) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, nonce, answer, 0);
        return ByteBuffer.allocate(nonce.length + sealed.length)
                .put(nonce)
                .put(sealed)
                .array();
    }

    byte[] open(byte[] sealed) {
        byte[] nonce = new byte[NONCE_BYTES];
        ByteBuffer.wrap(sealed).get(nonce);
        return crypt(Cipher.DECRYPT_MODE, nonce, sealed, NONCE_BYTES);
    }

    private byte[] crypt(int mode, byte[] nonce, byte[] bytes, int from) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    mode,
                    new SecretKeySpec(mac(key, "answer".getBytes(StandardCharsets.UTF_8)), "AES"),
                    new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(bytes, from, bytes.length - from);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("An answer that was kept can't be read", e);
        }
    }

    /** Not a plain digest: a short request, a password in it for example, could be found by trying. */
    private static String fingerprint(String key, byte[] request) {
        byte[] marked = ByteBuffer.allocate(request.length + 1)
                .put((byte) 0)
                .put(request)
                .array();
        return HexFormat.of().formatHex(mac(key, marked));
    }

    private static byte[] mac(String key, byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), mac.getAlgorithm()));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("No HMAC", e);
        }
    }

    /** Tells nothing of the key. */
    @Override
    public String toString() {
        return "RequestKey[" + caller + " " + path + "]";
    }
}
