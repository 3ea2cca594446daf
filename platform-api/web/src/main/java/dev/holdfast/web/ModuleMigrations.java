package dev.holdfast.web;

import dev.holdfast.kernel.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * One history for each module: the migrations in {@code db/migration/<module>} of any jar. What belongs to no module is in
 * {@code __root} and goes first. Modules share no tables, so their order does not matter.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({Flyway.class, FlywayMigrationStrategy.class})
class ModuleMigrations {
    private static final String FOLDER = "db/migration/";
    private static final String ROOT = "__root";
    private static final String ROOT_HISTORY = "flyway_schema_history";

    @Bean
    FlywayMigrationStrategy migrateEachModule() {
        return flyway -> {
            SortedMap<String, Resource> scripts = scripts();
            String fingerprint = fingerprint(scripts);
            JdbcClient database = JdbcClient.create(flyway.getConfiguration().getDataSource());
            if (fingerprint.equals(applied(database))) {
                return;
            }
            SortedSet<String> modules = new TreeSet<>();
            scripts.keySet().forEach(script -> modules.add(script.substring(0, script.indexOf('/'))));
            if (modules.remove(ROOT)) {
                migrate(flyway, ROOT, ROOT_HISTORY);
            }
            modules.forEach(module -> migrate(flyway, module, ROOT_HISTORY + "_" + module));
            database.sql("COMMENT ON TABLE " + ROOT_HISTORY + " IS '" + fingerprint + "'")
                    .update();
        };
    }

    /** The fingerprint of what was applied last; null where nothing was, or by something older. */
    private static @Nullable String applied(JdbcClient database) {
        return database.sql("SELECT obj_description(to_regclass(:table), 'pg_class')")
                .param("table", ROOT_HISTORY)
                .query(String.class)
                .optional()
                .orElse(null);
    }

    /** A digest of all scripts: a start that finds it in the database has nothing to do, and needs one query to know. */
    private static String fingerprint(SortedMap<String, Resource> scripts) {
        MessageDigest sha256 = Digest.sha256();
        scripts.forEach((name, script) -> {
            sha256.update(name.getBytes(StandardCharsets.UTF_8));
            try {
                sha256.update(script.getContentAsByteArray());
            } catch (IOException e) {
                throw new UncheckedIOException("The migration " + name + " can't be read", e);
            }
        });
        return Digest.of(sha256).toString();
    }

    private static void migrate(Flyway flyway, String module, String table) {
        Flyway.configure(flyway.getConfiguration().getClassLoader())
                .configuration(flyway.getConfiguration())
                .dataSource(new PatientDataSource(flyway.getConfiguration().getDataSource()))
                .locations("classpath:" + FOLDER + module)
                // The one that Spring adds where beans are defined ahead of time finds the migrations of all modules.
                .resourceProvider(null)
                .table(table)
                // The histories of all modules lie in one schema, which is never empty for long.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
    }

    /** By {@code module/file}. */
    private static SortedMap<String, Resource> scripts() {
        try {
            SortedMap<String, Resource> scripts = new TreeMap<>();
            Resource[] found =
                    new PathMatchingResourcePatternResolver().getResources("classpath*:" + FOLDER + "*/V*.sql");
            for (Resource script : found) {
                List<String> path = List.of(script.getURL().getPath().split("/", -1));
                scripts.put(path.get(path.size() - 2) + "/" + path.getLast(), script);
            }
            return scripts;
        } catch (IOException e) {
            throw new UncheckedIOException("The migrations can't be listed", e);
        }
    }
}
