/** Loads models and runs them: ONNX Runtime, called directly; PyTorch, by DJL; trees of XGBoost, in Java. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "storage", "model"})
package dev.holdfast.runtime;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
