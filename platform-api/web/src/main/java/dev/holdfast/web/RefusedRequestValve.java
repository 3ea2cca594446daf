package dev.holdfast.web;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;

/** Shows what Tomcat refuses by itself, before any handler sees it, as every other failure is shown, and not as a page. */
final class RefusedRequestValve extends ErrorReportValve {
    private static final Logger log = LoggerFactory.getLogger(RefusedRequestValve.class);

    private static final int FIRST_ERROR = 400;
    private static final int FIRST_OF_THE_SERVER = 500;

    private final List<ErrorShape> shapes;
    private final JsonMapper json;

    RefusedRequestValve(List<ErrorShape> shapes, JsonMapper json) {
        this.shapes = List.copyOf(shapes);
        this.json = json;
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable throwable) {
        int status = response.getStatus();
        if (status < FIRST_ERROR || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        ResponseEntity<?> answer = answer(Objects.requireNonNullElse(request.getRequestURI(), ""), status);
        try {
            response.setContentType(
                    Objects.requireNonNullElse(answer.getHeaders().getContentType(), MediaType.APPLICATION_JSON)
                            .toString());
            response.setCharacterEncoding(StandardCharsets.UTF_8.name());
            PrintWriter writer = response.getReporter();
            if (writer != null) {
                writer.write(json.writeValueAsString(answer.getBody()));
                response.finishResponse();
            }
        } catch (IOException | IllegalStateException e) {
            log.debug("The answer to a refused request could not be written: {}", e.toString());
        }
    }

    private ResponseEntity<?> answer(String path, int status) {
        ProblemException problem = status < FIRST_OF_THE_SERVER
                ? new ProblemException(
                        ProblemAdvice.typeOf(HttpStatusCode.valueOf(status)),
                        "The request can't be read: its path, its query or a header holds what HTTP forbids, or is too long.")
                : new ProblemException(ProblemType.INTERNAL, "The server failed.");
        for (ErrorShape shape : shapes) {
            if (shape.covers(path)) {
                return shape.show(problem);
            }
        }
        return ProblemDetails.respond(problem);
    }
}
