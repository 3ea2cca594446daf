/** Trainers inside the JVM: tables in, ONNX models with their preprocessing out; and the metrics that judge them. */
@NullMarked
@ApplicationModule(allowedDependencies = "kernel")
package dev.holdfast.training;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
