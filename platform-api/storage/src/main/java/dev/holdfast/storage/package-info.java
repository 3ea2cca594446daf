/** Object store on files or S3, and content-addressed blobs in it. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "web"})
package dev.holdfast.storage;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
