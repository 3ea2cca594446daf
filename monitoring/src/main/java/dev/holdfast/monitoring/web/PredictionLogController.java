package dev.holdfast.monitoring.web;

import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import dev.holdfast.monitoring.LogDay;
import dev.holdfast.monitoring.LogKind;
import dev.holdfast.monitoring.LoggedFailure;
import dev.holdfast.monitoring.PredictionLogs;
import dev.holdfast.web.FileResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Objects;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/deployments/{name}")
class PredictionLogController {
    private final PredictionLogs logs;

    PredictionLogController(PredictionLogs logs) {
        this.logs = logs;
    }

    @GetMapping("/prediction-log")
    @Requires(Role.VIEWER)
    Page<LogDay> listPredictionLogDays(@PathVariable String name, PageRequest page) {
        return logs.days(name, page);
    }

    @GetMapping("/failures")
    @Requires(Role.VIEWER)
    Page<LoggedFailure> listFailures(@PathVariable String name, PageRequest page) {
        return logs.failures(name, page);
    }

    @GetMapping("/prediction-log/{day}/file")
    @Requires(Role.CONTRIBUTOR)
    void downloadPredictionLogDay(
            @PathVariable String name,
            @PathVariable String day,
            @RequestParam(defaultValue = "predictions") LogKind kind,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        LogDay found = logs.archived(name, day, kind);
        Digest digest = Objects.requireNonNull(found.digest());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
        new FileResponse(
                        name + "-" + kind.name().toLowerCase(Locale.ROOT) + "-" + found.day() + ".parquet",
                        "application/vnd.apache.parquet",
                        "\"" + digest + "\"",
                        Objects.requireNonNull(found.sizeBytes()),
                        new FileResponse.Content() {
                            @Override
                            public InputStream whole() throws IOException {
                                return logs.content(digest);
                            }

                            @Override
                            public InputStream part(long offset, long length) throws IOException {
                                return logs.content(digest, offset, length);
                            }
                        })
                .send(request, response);
    }
}
