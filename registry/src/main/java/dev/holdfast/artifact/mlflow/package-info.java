/** MLflow's endpoints for artifacts. */
@NullMarked
package dev.holdfast.artifact.mlflow;

import org.jspecify.annotations.NullMarked;
