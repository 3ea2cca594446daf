package dev.holdfast.storage.web;

import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import dev.holdfast.storage.GarbageCollection;
import dev.holdfast.storage.GarbageReport;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/storage")
class StorageController {
    private final GarbageCollection garbage;

    StorageController(GarbageCollection garbage) {
        this.garbage = garbage;
    }

    /** Deletes stored contents that nothing refers to any more and that are older than the grace period. */
    @PostMapping("/garbage-collection")
    @Requires(Role.ADMIN)
    GarbageReport collectGarbage(Actor actor) {
        return garbage.run(actor);
    }
}
