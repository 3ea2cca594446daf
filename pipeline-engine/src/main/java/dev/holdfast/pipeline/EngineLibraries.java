package dev.holdfast.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The versions of what computes outputs: another one may compute others. */
final class EngineLibraries {
    private static final String RESOURCE = "libraries.properties";
    private static final Map<String, String> VERSIONS = read();

    private EngineLibraries() {}

    /** Name to version, as the build wrote them down. */
    static Map<String, String> versions() {
        return VERSIONS;
    }

    private static Map<String, String> read() {
        try (InputStream resource = EngineLibraries.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException("The build left out " + RESOURCE);
            }
            Properties properties = new Properties();
            properties.load(resource);
            Map<String, String> versions = new TreeMap<>();
            properties.forEach((name, version) -> versions.put(String.valueOf(name), String.valueOf(version)));
            return Map.copyOf(versions);
        } catch (IOException e) {
            throw new UncheckedIOException("The versions of the engine's libraries can't be read", e);
        }
    }
}
