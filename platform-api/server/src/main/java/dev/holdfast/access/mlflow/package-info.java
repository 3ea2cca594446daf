/** Users and their roles as MLflow's clients ask for them. */
@NullMarked
package dev.holdfast.access.mlflow;

import org.jspecify.annotations.NullMarked;
