package dev.holdfast.dataset.web;

import dev.holdfast.dataset.DatasetVersion;
import dev.holdfast.dataset.Datasets;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRange;
import org.springframework.http.HttpStatus;

/** Sends a version's file: whole or one range of it (RFC 9110), never held in memory. */
final class FileDownload {
    private final Datasets datasets;
    private final DatasetVersion version;
    private final String tag;

    FileDownload(Datasets datasets, DatasetVersion version) {
        this.datasets = datasets;
        this.version = version;
        this.tag = '"' + version.digest().toString() + '"';
    }

    void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader(HttpHeaders.ETAG, tag);
        response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
        response.setHeader(ReprDigest.HEADER, ReprDigest.write(version.digest()));
        if (matches(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatus(HttpStatus.NOT_MODIFIED.value());
            return;
        }
        response.setContentType(version.format().mediaType());
        String fileName = version.name() + "-" + version.version() + "."
                + version.format().extension();
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment().filename(fileName).build().toString());
        List<HttpRange> ranges = ranges(request);
        if (ranges.isEmpty()) {
            whole(request, response);
        } else {
            part(request, response, ranges.getFirst());
        }
    }

    private void whole(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentLengthLong(version.sizeBytes());
        if (!isHead(request)) {
            try (InputStream content = datasets.content(version)) {
                content.transferTo(response.getOutputStream());
            }
        }
    }

    private void part(HttpServletRequest request, HttpServletResponse response, HttpRange range) throws IOException {
        long size = version.sizeBytes();
        long start = range.getRangeStart(size);
        long end = range.getRangeEnd(size);
        if (start >= size || end < start) {
            response.setStatus(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE.value());
            response.setHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + size);
            return;
        }
        response.setStatus(HttpStatus.PARTIAL_CONTENT.value());
        response.setHeader(HttpHeaders.CONTENT_RANGE, "bytes " + start + "-" + end + "/" + size);
        response.setContentLengthLong(end - start + 1);
        if (!isHead(request)) {
            try (InputStream content = datasets.content(version, start, end - start + 1)) {
                content.transferTo(response.getOutputStream());
            }
        }
    }

    /** One range that can be served; a header that is not understood, or names several, means the whole file. */
    private List<HttpRange> ranges(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.RANGE);
        String onlyIf = request.getHeader(HttpHeaders.IF_RANGE);
        if (header == null || (onlyIf != null && !onlyIf.equals(tag))) {
            return List.of();
        }
        try {
            List<HttpRange> ranges = HttpRange.parseRanges(header);
            return ranges.size() == 1 ? ranges : List.of();
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    private boolean matches(@Nullable String ifNoneMatch) {
        return ifNoneMatch != null
                && Arrays.stream(ifNoneMatch.split(",", -1))
                        .map(String::strip)
                        .anyMatch(each -> each.equals("*") || each.equals(tag) || each.equals("W/" + tag));
    }

    private static boolean isHead(HttpServletRequest request) {
        return HttpMethod.HEAD.matches(request.getMethod());
    }
}
