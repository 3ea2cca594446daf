/** The module's endpoints in MLflow's protocol. */
@NullMarked
package dev.holdfast.tracking.mlflow;

import org.jspecify.annotations.NullMarked;
