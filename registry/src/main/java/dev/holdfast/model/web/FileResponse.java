package dev.holdfast.model.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRange;
import org.springframework.http.MediaType;
import org.springframework.web.context.request.ServletWebRequest;

/**
 * Sends an immutable file: whole, one range of it, or nothing where the caller has it already.
 *
 * @param eTag with its quotes
 */
record FileResponse(String name, String eTag, long sizeBytes, Content content) {
    /** Where the bytes come from. */
    interface Content {
        InputStream whole() throws IOException;

        InputStream part(long offset, long length) throws IOException;
    }

    void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment().filename(name).build().toString());
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (new ServletWebRequest(request, response).checkNotModified(eTag)) {
            return;
        }
        response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
        HttpRange range = range(request);
        if (range == null) {
            response.setContentLengthLong(sizeBytes);
            copy(request, response, content.whole());
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
        response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
        response.setHeader(HttpHeaders.CONTENT_RANGE, "bytes " + start + "-" + end + "/" + sizeBytes);
        response.setContentLengthLong(end - start + 1);
        copy(request, response, content.part(start, end - start + 1));
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

    private static void copy(HttpServletRequest request, HttpServletResponse response, InputStream body)
            throws IOException {
        try (body) {
            if (!request.getMethod().equals("HEAD")) {
                body.transferTo(response.getOutputStream());
            }
        }
    }
}
