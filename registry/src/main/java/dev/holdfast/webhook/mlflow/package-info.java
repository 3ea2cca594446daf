/** Webhooks as MLflow's clients ask for them. */
@NullMarked
package dev.holdfast.webhook.mlflow;

import org.jspecify.annotations.NullMarked;
