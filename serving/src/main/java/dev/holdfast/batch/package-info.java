/** Batch inference: a dataset version predicted by a release, in chunks that outlive the server, into another dataset version. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "kernel",
            "storage",
            "web",
            "idempotency",
            "background",
            "audit",
            "dataset",
            "model",
            "runtime",
            "release",
            "inference"
        })
package dev.holdfast.batch;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
