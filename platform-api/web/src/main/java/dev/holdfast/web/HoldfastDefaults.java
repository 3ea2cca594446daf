package dev.holdfast.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.ResourcePropertySource;

/** Adds {@code holdfast-defaults.properties} behind every other source, so that the server and all tests run alike. */
class HoldfastDefaults implements EnvironmentPostProcessor {
    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        try {
            environment
                    .getPropertySources()
                    .addLast(new ResourcePropertySource(
                            "holdfast defaults", new ClassPathResource("holdfast-defaults.properties")));
        } catch (IOException e) {
            throw new UncheckedIOException("The defaults are missing from the jar", e);
        }
    }
}
