package dev.holdfast.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.flywaydb.core.Flyway;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * One history for each module: the migrations in {@code db/migration/<module>} of any jar. What belongs to no module is in
 * {@code __root} and goes first. Modules share no tables, so their order does not matter.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({Flyway.class, FlywayMigrationStrategy.class})
class ModuleMigrations {
    private static final String FOLDER = "db/migration/";
    private static final String ROOT = "__root";

    @Bean
    FlywayMigrationStrategy migrateEachModule() {
        return flyway -> {
            SortedSet<String> modules = modules();
            if (modules.remove(ROOT)) {
                migrate(flyway, ROOT, "flyway_schema_history");
            }
            modules.forEach(module -> migrate(flyway, module, "flyway_schema_history_" + module));
        };
    }

    private static void migrate(Flyway flyway, String module, String table) {
        Flyway.configure(flyway.getConfiguration().getClassLoader())
                .configuration(flyway.getConfiguration())
                .locations("classpath:" + FOLDER + module)
                .table(table)
                // The histories of all modules lie in one schema, which is never empty for long.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
    }

    private static SortedSet<String> modules() {
        try {
            SortedSet<String> modules = new TreeSet<>();
            Resource[] scripts =
                    new PathMatchingResourcePatternResolver().getResources("classpath*:" + FOLDER + "*/V*.sql");
            for (Resource script : scripts) {
                List<String> path = List.of(script.getURL().getPath().split("/", -1));
                modules.add(path.get(path.size() - 2));
            }
            return modules;
        } catch (IOException e) {
            throw new UncheckedIOException("The migrations can't be listed", e);
        }
    }
}
