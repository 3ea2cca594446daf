package dev.holdfast.monitoring.web;

import dev.holdfast.idempotency.Idempotent;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import dev.holdfast.monitoring.DriftDetected;
import dev.holdfast.monitoring.DriftReport;
import dev.holdfast.monitoring.LabelReceipt;
import dev.holdfast.monitoring.Monitoring;
import dev.holdfast.monitoring.Performance;
import dev.holdfast.monitoring.WindowSummary;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Labels in; drift, windows, performance and events out. With {@code settled=true} everything accepted before is in the answer. */
@RestController
@RequestMapping("/api/v1/deployments/{name}")
class MonitoringController {
    private final Monitoring monitoring;

    MonitoringController(Monitoring monitoring) {
        this.monitoring = monitoring;
    }

    @PostMapping("/labels")
    @Idempotent
    @Requires(Role.CONTRIBUTOR)
    LabelReceipt sendLabels(@PathVariable String name, @RequestBody LabelsRequest request, Actor actor) {
        return monitoring.labels(name, request.toLabels(), actor);
    }

    @GetMapping("/drift")
    @Requires(Role.VIEWER)
    DriftReport getDrift(
            @PathVariable String name,
            @RequestParam(required = false) @Nullable UUID window,
            @RequestParam(defaultValue = "false") boolean settled) {
        settle(settled);
        return monitoring.drift(name, window);
    }

    @GetMapping("/windows")
    @Requires(Role.VIEWER)
    Page<WindowSummary> listWindows(
            @PathVariable String name, @RequestParam(defaultValue = "false") boolean settled, PageRequest page) {
        settle(settled);
        return monitoring.windows(name, page);
    }

    @GetMapping("/performance")
    @Requires(Role.VIEWER)
    Performance getPerformance(@PathVariable String name, @RequestParam(defaultValue = "false") boolean settled) {
        settle(settled);
        return monitoring.performance(name);
    }

    @GetMapping("/drift-events")
    @Requires(Role.VIEWER)
    Page<DriftDetected> listDriftEvents(
            @PathVariable String name, @RequestParam(defaultValue = "false") boolean settled, PageRequest page) {
        settle(settled);
        return monitoring.driftEvents(name, page);
    }

    private void settle(boolean settled) {
        if (settled) {
            monitoring.settle();
        }
    }
}
