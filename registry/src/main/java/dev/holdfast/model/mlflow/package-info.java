/** The registry as MLflow's client knows it. */
@NullMarked
package dev.holdfast.model.mlflow;

import org.jspecify.annotations.NullMarked;
