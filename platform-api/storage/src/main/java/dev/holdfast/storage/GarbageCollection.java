package dev.holdfast.storage;

import dev.holdfast.kernel.Actor;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;

/** Garbage collection as an administrator asks for it. */
@Service
public class GarbageCollection {
    private final BlobStore blobs;
    private final StorageProperties properties;
    private final ApplicationEventPublisher events;

    GarbageCollection(BlobStore blobs, StorageProperties properties, ApplicationEventPublisher events) {
        this.blobs = blobs;
        this.properties = properties;
        this.events = events;
    }

    /** Collects with the configured grace period ({@code holdfast.garbage.grace}) and publishes {@link GarbageCollected}. */
    public GarbageReport run(Actor actor) {
        GarbageReport report = blobs.collectGarbage(properties.garbage().grace());
        events.publishEvent(new GarbageCollected(actor, report));
        return report;
    }
}
