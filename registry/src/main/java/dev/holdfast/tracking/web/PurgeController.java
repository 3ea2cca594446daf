package dev.holdfast.tracking.web;

import dev.holdfast.idempotency.Idempotent;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import dev.holdfast.tracking.Purge;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What MLflow's protocol has no calls for. */
@RestController
@RequestMapping("/api/v1")
class PurgeController {
    private final Purge purge;

    PurgeController(Purge purge) {
        this.purge = purge;
    }

    /** Deletes for good all experiments, runs and logged models that were deleted long enough ago. */
    @PostMapping("/runs/purge")
    @Requires(Role.ADMIN)
    Purge.Purged purgeDeleted(@Valid @RequestBody PurgeRequest body, Actor actor) {
        return purge.all(body.age(), body.reason(), actor);
    }

    /** Deletes one deleted run for good. */
    @PostMapping("/runs/{id}/purge")
    @Idempotent
    @Requires(Role.ADMIN)
    Purge.Purged purgeRun(@PathVariable String id, @Valid @RequestBody PurgeRequest body, Actor actor) {
        return purge.run(id, body.age(), body.reason(), actor);
    }

    /** Deletes one deleted experiment for good, by its number, with all its runs. */
    @PostMapping("/experiments/{number}/purge")
    @Idempotent
    @Requires(Role.ADMIN)
    Purge.Purged purgeExperiment(@PathVariable long number, @Valid @RequestBody PurgeRequest body, Actor actor) {
        return purge.experiment(number, body.age(), body.reason(), actor);
    }

    /**
     * What to delete for good.
     *
     * @param olderThanMs how long it must have been deleted, in milliseconds; 0 where it is absent
     */
    record PurgeRequest(
            @Nullable Long olderThanMs, @Nullable String reason) {
        long age() {
            if (olderThanMs != null && olderThanMs < 0) {
                throw ProblemException.invalid("older_than_ms", olderThanMs, "must not be negative.");
            }
            return olderThanMs == null ? 0 : olderThanMs;
        }
    }
}
