package dev.holdfast.idempotency;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.util.ContentCachingResponseWrapper;

/** What a request was answered. */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares answers.
record Answer(
        int status,
        @Nullable String location,
        @Nullable String eTag,
        @Nullable String contentType,
        byte[] body) {
    static Answer of(ContentCachingResponseWrapper response) {
        return new Answer(
                response.getStatus(),
                response.getHeader(HttpHeaders.LOCATION),
                response.getHeader(HttpHeaders.ETAG),
                response.getContentType(),
                response.getContentAsByteArray());
    }

    boolean isSuccess() {
        return HttpStatusCode.valueOf(status).is2xxSuccessful();
    }

    void write(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        if (location != null) {
            response.setHeader(HttpHeaders.LOCATION, location);
        }
        if (eTag != null) {
            response.setHeader(HttpHeaders.ETAG, eTag);
        }
        if (contentType != null) {
            response.setContentType(contentType);
        }
        if (body.length > 0) {
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
        }
    }
}
