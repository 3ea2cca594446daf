package dev.holdfast.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRange;
import org.springframework.web.context.request.ServletWebRequest;

/**
 * Sends a file as an attachment: whole, one range of it, or nothing where the caller has it already. Never holds it in memory.
 *
 * @param name what browsers save it as
 * @param mediaType what it is; browsers are told not to guess
 * @param eTag with its quotes
 */
public record FileResponse(String name, String mediaType, String eTag, long sizeBytes, Content content) {
    private static final int BUFFER_BYTES = 128 * 1024;

    /** Where the bytes come from. */
    public interface Content {
        InputStream whole() throws IOException;

        InputStream part(long offset, long length) throws IOException;
    }

    /** Writes the whole answer. */
    public void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, disposition(name).toString());
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (new ServletWebRequest(request, response).checkNotModified(eTag)) {
            return;
        }
        response.setContentType(mediaType);
        HttpRange range = range(request);
        if (range == null) {
            copy(request, response, sizeBytes, content::whole);
            return;
        }
        long start;
        long end;
        try {
            start = range.getRangeStart(sizeBytes);
            end = range.getRangeEnd(sizeBytes);
        } catch (IllegalArgumentException e) {
            start = sizeBytes;
            end = sizeBytes;
        }
        if (start >= sizeBytes || end < start) {
            response.setStatus(HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE);
            response.setHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + sizeBytes);
            return;
        }
        long first = start;
        long last = end;
        copy(request, response, last - first + 1, () -> {
            InputStream part = content.part(first, last - first + 1);
            response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
            response.setHeader(HttpHeaders.CONTENT_RANGE, "bytes " + first + "-" + last + "/" + sizeBytes);
            return part;
        });
    }

    /** The one range that is wanted. As HTTP allows, anything else about ranges is answered with the whole file. */
    private @Nullable HttpRange range(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.RANGE);
        String ifRange = request.getHeader(HttpHeaders.IF_RANGE);
        if (header == null || (ifRange != null && !ifRange.equals(eTag))) {
            return null;
        }
        try {
            List<HttpRange> ranges = HttpRange.parseRanges(header);
            return ranges.size() == 1 ? ranges.getFirst() : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private interface Body {
        InputStream open() throws IOException;
    }

    /** Nothing is said about the body before it is open: that it can't be opened must be told in another answer. */
    private static void copy(HttpServletRequest request, HttpServletResponse response, long lengthBytes, Body content)
            throws IOException {
        try (InputStream body = content.open()) {
            response.setContentLengthLong(lengthBytes);
            if (request.getMethod().equals("HEAD")) {
                return;
            }
            OutputStream out = response.getOutputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
                out.write(buffer, 0, count);
            }
        }
    }

    /** Names that are not plain ASCII are told in the encoding of RFC 5987. */
    private static ContentDisposition disposition(String name) {
        ContentDisposition.Builder attachment = ContentDisposition.attachment();
        return (StandardCharsets.US_ASCII.newEncoder().canEncode(name)
                        ? attachment.filename(name)
                        : attachment.filename(name, StandardCharsets.UTF_8))
                .build();
    }
}
