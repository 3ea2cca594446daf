package dev.holdfast.inference.web;

import dev.holdfast.inference.InferenceProperties;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Reads a request's whole body, up to a limit that is counted as it is read. */
@Component
class RequestBody {
    private static final int CHUNK = 64 * 1024;

    private final long limit;

    RequestBody(InferenceProperties properties) {
        this.limit = properties.maxBody().toBytes();
    }

    byte[] read(HttpServletRequest request) {
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.toLowerCase(Locale.ROOT).equals("identity")) {
            throw new ProblemException(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Encoding " + encoding + " is not taken here; send the body uncompressed.");
        }
        long length = request.getContentLengthLong();
        if (length > limit) {
            throw tooLarge();
        }
        try (InputStream in = request.getInputStream()) {
            return length >= 0 ? in.readNBytes((int) length) : readCounted(in);
        } catch (IOException e) {
            throw new UncheckedIOException("The request's body broke off", e);
        }
    }

    private byte[] readCounted(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(CHUNK);
        byte[] chunk = new byte[CHUNK];
        for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
            bytes.write(chunk, 0, read);
            if (bytes.size() > limit) {
                throw tooLarge();
            }
        }
        return bytes.toByteArray();
    }

    private ProblemException tooLarge() {
        return new ProblemException(
                ProblemType.TOO_LARGE, "The body has more than " + limit + " bytes; send fewer rows in a request.");
    }
}
