package dev.holdfast.training;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import ml.dmlc.xgboost4j.java.XGBoost;
import org.hipparchus.linear.CholeskyDecomposition;

/** The versions of what trains, from the libraries' own files. */
final class LibraryVersions {
    private LibraryVersions() {}

    static String xgboost() {
        return property(XGBoost.class, "/xgboost4j-version.properties", "version");
    }

    static String hipparchus() {
        return property(
                CholeskyDecomposition.class,
                "/META-INF/maven/org.hipparchus/hipparchus-core/pom.properties",
                "version");
    }

    private static String property(Class<?> neighbour, String file, String name) {
        Properties properties = new Properties();
        try (InputStream in = neighbour.getResourceAsStream(file)) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty(name, "unknown");
    }
}
