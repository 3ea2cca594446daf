@NullMarked
package dev.holdfast.mlflow.web;

import org.jspecify.annotations.NullMarked;
