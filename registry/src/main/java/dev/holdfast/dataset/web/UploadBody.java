package dev.holdfast.dataset.web;

import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * The body of an upload, unpacked where it came with {@code Content-Encoding: gzip}. RFC 9530 defines Repr-Digest over the packed bytes,
 * which the caller never sees: it is checked here then.
 *
 * @param expectedDigest what the unpacked bytes must sum up to; absent where that is not known
 */
record UploadBody(InputStream stream, @Nullable Digest expectedDigest) {
    private static final int BUFFER = 1 << 16;

    static UploadBody of(HttpServletRequest request) throws IOException {
        Digest expected = ReprDigest.of(request);
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding == null || encoding.isBlank() || encoding.equalsIgnoreCase("identity")) {
            return new UploadBody(request.getInputStream(), expected);
        }
        if (!encoding.equalsIgnoreCase("gzip")) {
            throw new ProblemException(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Encoding " + encoding + " is not taken here; send gzip or no encoding.");
        }
        return new UploadBody(new Unpacked(request.getInputStream(), expected), null);
    }

    /** Tells a damaged archive from a caller that hung up, and checks the digest of the packed bytes at the end. */
    private static final class Unpacked extends FilterInputStream {
        private final DigestInputStream packed;
        private final @Nullable Digest expected;
        private boolean checked;

        Unpacked(InputStream body, @Nullable Digest expected) throws IOException {
            this(new DigestInputStream(new CallersStream(body), Digest.sha256()), expected);
        }

        private Unpacked(DigestInputStream packed, @Nullable Digest expected) throws IOException {
            super(unpack(packed));
            this.packed = packed;
            this.expected = expected;
        }

        private static InputStream unpack(InputStream packed) throws IOException {
            try {
                return new GZIPInputStream(packed, BUFFER);
            } catch (ZipException | EOFException e) {
                throw damaged();
            }
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count;
            try {
                count = super.read(buffer, offset, length);
            } catch (ZipException | EOFException e) {
                throw damaged();
            }
            if (count < 0 && !checked) {
                checked = true;
                check();
            }
            return count;
        }

        private void check() throws IOException {
            byte[] rest = new byte[BUFFER];
            while (packed.read(rest) >= 0) {
                // Whatever follows the archive belongs to what the digest covers.
            }
            MessageDigest summed = packed.getMessageDigest();
            Digest actual = Digest.of(summed);
            if (expected != null && !expected.equals(actual)) {
                throw ProblemException.invalid(
                        "Repr-Digest",
                        expected.toString(),
                        "is not the digest of the body as sent (" + actual + "); send the file again.");
            }
        }

        private static ProblemException damaged() {
            return ProblemException.malformed(
                    "Content-Encoding", "gzip", "does not fit: the body is not a complete gzip file.");
        }
    }

    /** Keeps the connection's own failures apart from the archive's. */
    private static final class CallersStream extends FilterInputStream {
        CallersStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return in.read(buffer, offset, length);
            } catch (EOFException e) {
                throw new IOException("The caller hung up", e);
            }
        }
    }
}
