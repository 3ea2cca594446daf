package dev.holdfast.mlflow;

/** Where the protocol is mounted: each call of version 2 or 3 under a path for clients and one for web pages. */
public final class MlflowPaths {
    public static final String V2 = "/api/2.0/mlflow";
    public static final String AJAX_V2 = "/ajax-api/2.0/mlflow";
    public static final String V3 = "/api/3.0/mlflow";
    public static final String AJAX_V3 = "/ajax-api/3.0/mlflow";
    public static final String ARTIFACTS_V2 = "/api/2.0/mlflow-artifacts";
    public static final String AJAX_ARTIFACTS_V2 = "/ajax-api/2.0/mlflow-artifacts";

    private MlflowPaths() {}
}
