package dev.holdfast.tracking.web;

import dev.holdfast.idempotency.Idempotent;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import dev.holdfast.tracking.Experiment;
import dev.holdfast.tracking.Experiments;
import dev.holdfast.tracking.Run;
import dev.holdfast.tracking.Runs;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

@RestController
@RequestMapping("/api/v1/experiments")
class ExperimentController {
    private final Experiments experiments;
    private final Runs runs;

    ExperimentController(Experiments experiments, Runs runs) {
        this.experiments = experiments;
        this.runs = runs;
    }

    @GetMapping
    @Requires(Role.VIEWER)
    Page<Experiment> listExperiments(PageRequest page) {
        return experiments.list(page);
    }

    @PostMapping
    @Idempotent
    @Requires(Role.CONTRIBUTOR)
    ResponseEntity<Experiment> createExperiment(@Valid @RequestBody NewExperiment body, Actor actor) {
        Experiment experiment =
                experiments.createNamed(body.name(), body.tags() == null ? Map.of() : body.tags(), actor);
        return ResponseEntity.created(UriComponentsBuilder.fromPath("/api/v1/experiments/{name}")
                        .build(experiment.name()))
                .body(experiment);
    }

    @GetMapping("/{name}")
    @Requires(Role.VIEWER)
    Experiment getExperiment(@PathVariable String name) {
        return experiments.get(name);
    }

    @GetMapping("/{name}/runs")
    @Requires(Role.VIEWER)
    Page<Run> listRuns(@PathVariable String name, PageRequest page) {
        return runs.search(name, page);
    }

    record NewExperiment(
            @NotNull String name,
            @Size(max = 1000) @Nullable Map<String, @NotNull String> tags) {}
}
