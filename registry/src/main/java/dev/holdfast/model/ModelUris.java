package dev.holdfast.model;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where the files of registered versions are served to MLflow's client. */
public final class ModelUris {
    /** The artifact folder that all versions stand in. */
    public static final String FOLDER = "models";

    private ModelUris() {}

    /**
     * The URI of a version's files as clients take it: they encode the path themselves, but for what would end it, and ask for lists by
     * the path as it stands here.
     */
    public static String of(String model, int version) {
        String name = model.replace("%", "%25").replace("#", "%23").replace("?", "%3F");
        return "mlflow-artifacts:/" + FOLDER + "/" + name + "/" + version;
    }

    /** The same as a URI by the standard. */
    static String encoded(String model, int version) {
        return "mlflow-artifacts:/" + FOLDER + "/"
                + URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20") + "/" + version;
    }
}
