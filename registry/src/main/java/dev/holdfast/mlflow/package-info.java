/** The wire form of MLflow's REST protocol: how requests are read and failures shown. The rooms have the endpoints. */
@NullMarked
@ApplicationModule(allowedDependencies = {"kernel", "web"})
package dev.holdfast.mlflow;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
