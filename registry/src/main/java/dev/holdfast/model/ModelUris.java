package dev.holdfast.model;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where the files of registered versions are served to MLflow's client. */
public final class ModelUris {
    /** The artifact folder that all versions stand in. */
    public static final String FOLDER = "models";

    private ModelUris() {}

    /** The URI of a version's files, its name encoded where it has to be. */
    public static String of(String model, int version) {
        return "mlflow-artifacts:/" + FOLDER + "/"
                + URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20") + "/" + version;
    }
}
