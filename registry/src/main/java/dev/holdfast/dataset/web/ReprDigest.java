package dev.holdfast.dataset.web;

import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The Repr-Digest header of RFC 9530. */
final class ReprDigest {
    static final String HEADER = "Repr-Digest";
    private static final Pattern SHA_256 = Pattern.compile("(?:^|,)\\s*sha-256\\s*=\\s*:([A-Za-z0-9+/=]*):");
    private static final int BYTES = 32;

    private ReprDigest() {}

    /** What the caller says the body sums up to; null where they do not say. */
    static @Nullable Digest of(HttpServletRequest request) {
        String header = request.getHeader(HEADER);
        if (header == null) {
            return null;
        }
        Matcher matcher = SHA_256.matcher(header);
        if (!matcher.find()) {
            throw ProblemException.malformed(HEADER, header, "has no sha-256; write it as sha-256=:<base64>:.");
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(matcher.group(1));
        } catch (IllegalArgumentException e) {
            throw ProblemException.malformed(HEADER, header, "is not valid base64 between the colons.");
        }
        if (bytes.length != BYTES) {
            throw ProblemException.malformed(
                    HEADER, header, "has " + bytes.length + " bytes; a SHA-256 has " + BYTES + ".");
        }
        return new Digest(HexFormat.of().formatHex(bytes));
    }

    static String write(Digest digest) {
        return "sha-256=:" + Base64.getEncoder().encodeToString(digest.bytes()) + ":";
    }
}
