package dev.holdfast.server;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.EnumerablePropertySource;

/**
 * How to reach the embedded database. Asking for the password waits until it is ready: so everything that does not need
 * the database starts meanwhile.
 */
final class EmbeddedPostgresProperties extends EnumerablePropertySource<EmbeddedPostgres> {
    private static final String URL = "spring.datasource.url";
    private static final String USERNAME = "spring.datasource.username";
    private static final String PASSWORD = "spring.datasource.password";

    EmbeddedPostgresProperties(EmbeddedPostgres postgres) {
        super("embedded postgresql", postgres);
    }

    @Override
    public String[] getPropertyNames() {
        return new String[] {URL, USERNAME, PASSWORD};
    }

    @Override
    public @Nullable Object getProperty(String name) {
        return switch (name) {
            case URL -> getSource().jdbcUrl();
            case USERNAME -> getSource().user();
            case PASSWORD -> getSource().awaitReady();
            default -> null;
        };
    }
}
