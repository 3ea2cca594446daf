package dev.holdfast.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.util.FileSystemUtils;

/** Gives each context a database and a home directory of its own. */
public final class TestDatabaseInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    @Override
    public void initialize(ConfigurableApplicationContext context) {
        Path home = newHome();
        Map<String, Object> properties = Map.of(
                "spring.datasource.url", TestPostgres.freshDatabase(),
                "spring.datasource.username", "postgres",
                "spring.datasource.password", "postgres",
                "spring.datasource.hikari.minimum-idle", "0",
                "holdfast.home", home.toString());
        MutablePropertySources sources = context.getEnvironment().getPropertySources();
        sources.addFirst(new MapPropertySource("holdfast test", properties));
        // A process for each of hundreds of models that the project makes itself: the tests of the trial ask for it.
        sources.addLast(new MapPropertySource("holdfast test defaults", Map.of("holdfast.runtime.trial", "false")));
    }

    private static Path newHome() {
        try {
            Path home = Files.createTempDirectory("holdfast-test");
            SpringApplication.getShutdownHandlers().add(() -> FileSystemUtils.deleteRecursively(home.toFile()));
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException("No temporary directory for the test", e);
        }
    }
}
