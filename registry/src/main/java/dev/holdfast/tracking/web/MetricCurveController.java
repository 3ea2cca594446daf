package dev.holdfast.tracking.web;

import dev.holdfast.kernel.Keys;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import dev.holdfast.tracking.MetricCurve;
import dev.holdfast.tracking.MetricCurves;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class MetricCurveController {
    private static final int MAX_RUNS = 100;
    private static final int MIN_POINTS = 4;
    private static final int MAX_POINTS = 2_500;

    private final MetricCurves curves;

    MetricCurveController(MetricCurves curves) {
        this.curves = curves;
    }

    /**
     * One metric of one or more runs, for a chart: at most {@code max_points} points of each (2,500 where it is absent), with every peak
     * and every trough.
     */
    @GetMapping("/api/v1/metric-curves")
    @Requires(Role.VIEWER)
    Curves getMetricCurves(
            @RequestParam(name = "run_id") List<String> runs,
            @RequestParam String key,
            @RequestParam(name = "max_points", defaultValue = "" + MAX_POINTS) int points,
            @RequestParam(name = "first_step", required = false) @Nullable Long firstStep,
            @RequestParam(name = "last_step", required = false) @Nullable Long lastStep) {
        if (runs.isEmpty() || runs.size() > MAX_RUNS) {
            throw ProblemException.malformed("run_id", runs.size(), "Name 1 to " + MAX_RUNS + " runs.");
        }
        if (points < MIN_POINTS || points > MAX_POINTS) {
            throw ProblemException.malformed("max_points", points, "Ask for " + MIN_POINTS + " to 2,500 points.");
        }
        Keys.checkStorable("key", key);
        long from = firstStep == null ? Long.MIN_VALUE : firstStep;
        long to = lastStep == null ? Long.MAX_VALUE : lastStep;
        if (from > to) {
            throw ProblemException.malformed("last_step", lastStep, "The last step is not before the first.");
        }
        return new Curves(runs.stream()
                .map(run -> curves.curve(run, key, from, to, points))
                .toList());
    }

    /** In the order of the runs. */
    record Curves(List<MetricCurve> items) {}
}
