package dev.holdfast.inference.web;

import dev.holdfast.inference.RequestHistory;
import dev.holdfast.inference.RequestSeries;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import dev.holdfast.release.Deployments;
import java.time.Duration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Requests and latencies of a deployment over time. */
@RestController
class RequestHistoryController {
    private static final int MAX_MINUTES = 24 * 60;

    private final RequestHistory history;
    private final Deployments deployments;

    RequestHistoryController(RequestHistory history, Deployments deployments) {
        this.history = history;
        this.deployments = deployments;
    }

    /** What this replica answered in the last minutes: in steps of ten seconds up to an hour, of five minutes beyond. */
    @GetMapping("/api/v1/deployments/{name}/requests")
    @Requires(Role.VIEWER)
    RequestSeries getDeploymentRequests(
            @PathVariable String name, @RequestParam(name = "minutes", defaultValue = "60") int minutes) {
        if (minutes < 1 || minutes > MAX_MINUTES) {
            throw ProblemException.malformed("minutes", minutes, "must be from 1 to " + MAX_MINUTES + ".");
        }
        return history.of(deployments.deployment(name).name(), Duration.ofMinutes(minutes));
    }
}
