package dev.holdfast.inference;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** How a body is compressed, by the names of HTTP and of gRPC. */
public enum ContentCoding {
    IDENTITY,
    GZIP,
    /** The zlib format, which HTTP calls deflate. */
    DEFLATE;

    private static final int CHUNK = 16 * 1024;

    /**
     * The coding of that name.
     *
     * @param name absent: none
     * @throws ProblemException 415 where it is not known here
     */
    public static ContentCoding of(@Nullable String name) {
        return switch (name == null ? "identity" : name.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> IDENTITY;
            case "gzip", "x-gzip" -> GZIP;
            case "deflate" -> DEFLATE;
            default ->
                throw new ProblemException(
                        ProblemType.UNSUPPORTED_MEDIA_TYPE,
                        "Content-Encoding " + name + " is not taken here; send gzip, deflate or the body as it is.");
        };
    }

    /** The coding that a caller who accepts these likes best, of those that are known here. */
    public static ContentCoding accepted(@Nullable String acceptEncoding) {
        if (acceptEncoding == null) {
            return IDENTITY;
        }
        for (String accepted : acceptEncoding.toLowerCase(Locale.ROOT).split(",", -1)) {
            String name = accepted.strip();
            if (name.equals("gzip") || (name.startsWith("gzip;") && !isRefused(name))) {
                return GZIP;
            }
            if (name.equals("deflate") || (name.startsWith("deflate;") && !isRefused(name))) {
                return DEFLATE;
            }
        }
        return IDENTITY;
    }

    private static boolean isRefused(String accepted) {
        return accepted.replace(" ", "").matches(".*;q=0(\\.0*)?");
    }

    /** The name on the wire. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a whole body.
     *
     * @param limit bytes at most, counted as they come out
     * @throws ProblemException 413 where there are more, 400 where they are not what the coding says
     */
    public byte[] read(InputStream body, long limit) throws IOException {
        try (InputStream in = plain(body)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(CHUNK);
            byte[] chunk = new byte[CHUNK];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                bytes.write(chunk, 0, read);
                if (bytes.size() > limit) {
                    throw tooLarge(limit);
                }
            }
            return bytes.toByteArray();
        } catch (ZipException | EOFException e) {
            throw ProblemException.malformed("body", null, "is not what Content-Encoding " + wireName() + " says.");
        }
    }

    /** The same for a body that is in memory; not copied where it is not compressed. */
    public byte[] read(byte[] body, long limit) {
        if (this == IDENTITY) {
            if (body.length > limit) {
                throw tooLarge(limit);
            }
            return body;
        }
        try {
            return read(new ByteArrayInputStream(body), limit);
        } catch (IOException e) {
            throw new IllegalStateException("Reading from memory failed", e);
        }
    }

    private InputStream plain(InputStream body) throws IOException {
        return switch (this) {
            case IDENTITY -> body;
            case GZIP -> new GZIPInputStream(body, CHUNK);
            case DEFLATE -> new InflaterInputStream(body);
        };
    }

    /** The body, compressed. */
    public byte[] compress(AnswerBody body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.max(64, body.length() / 2));
        try (OutputStream out = coding(bytes);
                WritableByteChannel channel = Channels.newChannel(out)) {
            out.write(body.head());
            for (ByteBuffer tensor : body.tensors()) {
                channel.write(tensor.duplicate());
            }
        } catch (IOException e) {
            throw new IllegalStateException("Writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private OutputStream coding(OutputStream out) throws IOException {
        return switch (this) {
            case IDENTITY -> out;
            case GZIP -> new GZIPOutputStream(out, CHUNK);
            case DEFLATE -> new DeflaterOutputStream(out);
        };
    }

    /** The problem of a body that is larger than it may be. */
    public static ProblemException tooLarge(long limit) {
        return new ProblemException(
                ProblemType.TOO_LARGE,
                "The body has more than " + limit
                        + " bytes; send fewer rows in a request, or raise holdfast.inference.max-body.");
    }
}
