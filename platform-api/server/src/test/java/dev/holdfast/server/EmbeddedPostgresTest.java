package dev.holdfast.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One database through its life: each test goes on with what the one before left. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EmbeddedPostgresTest {
    private static final String VERSION = "18.0.0";
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    @TempDir
    static Path home;

    @Test
    @Order(1)
    void aKilledServerLeavesItsDataToTheNextOne() throws Exception {
        Process child = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        PostgresChild.class.getName(),
                        home.toString(),
                        VERSION)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
            String url = output.lines()
                    .filter(line -> line.startsWith("jdbc:"))
                    .findFirst()
                    .orElseThrow();
            execute(url, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (1)");

            assertThatThrownBy(() -> HoldfastHome.take(home))
                    .isInstanceOf(StartupFailure.class)
                    .hasMessageContaining("is in use by another Holdfast (process " + child.pid() + ")");
        } finally {
            child.destroyForcibly().waitFor();
        }
        ProcessHandle orphan = postmaster();
        assertThat(orphan.isAlive()).isTrue();

        try (HoldfastHome taken = HoldfastHome.take(home);
                EmbeddedPostgres postgres = EmbeddedPostgres.start(taken.directory(), VERSION)) {
            postgres.awaitReady();
            assertThat(isDead(orphan)).isTrue();
            assertThat(count(postgres.jdbcUrl())).isEqualTo(1);
        }
        assertThat(home.resolve("postgresql/data/postmaster.pid")).doesNotExist();
    }

    @Test
    @Order(2)
    void aPostgresThatDiesIsStartedAgainOnTheSamePort() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home, VERSION)) {
            postgres.awaitReady();
            ProcessHandle first = postmaster();

            assertThat(first.destroyForcibly()).isTrue();

            await().atMost(TIMEOUT).ignoreExceptions().until(() -> count(postgres.jdbcUrl()) == 1);
            assertThat(postmaster().pid()).isNotEqualTo(first.pid());
        }
    }

    @Test
    @Order(3)
    void onlyTheOwnerReadsThePasswordAndOnlyItOpensTheDatabase() throws Exception {
        Path password = home.resolve("postgresql/password");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(password)))
                .isEqualTo("rw-------");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home, VERSION)) {
            postgres.awaitReady();
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), "holdfast", "guess"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    @Order(4)
    void aPortFileOfAnotherProcessIsNoObstacle() throws Exception {
        Files.writeString(
                home.resolve("postgresql/data/postmaster.pid"),
                ProcessHandle.current().pid() + "\n" + home.resolve("postgresql/data") + "\n");

        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home, VERSION)) {
            postgres.awaitReady();
            assertThat(count(postgres.jdbcUrl())).isEqualTo(1);
        }
    }

    @Test
    @Order(5)
    void dataOfAnotherMajorVersionIsLeftAlone() throws Exception {
        Files.writeString(home.resolve("postgresql/data/PG_VERSION"), "17\n");

        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home, VERSION)) {
            assertThatThrownBy(postgres::awaitReady)
                    .isInstanceOf(StartupFailure.class)
                    .hasMessageContaining("was made by PostgreSQL 17 and this Holdfast brings 18");
        }
    }

    private static ProcessHandle postmaster() throws IOException {
        String pid = Files.readAllLines(home.resolve("postgresql/data/postmaster.pid"))
                .getFirst();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    private static boolean isDead(ProcessHandle process) {
        return !process.isAlive() || ProcessStates.isZombie(process);
    }

    private static void execute(String url, String sql) throws IOException, SQLException {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int count(String url) throws IOException, SQLException {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM kept")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static Connection connect(String url) throws IOException, SQLException {
        return DriverManager.getConnection(url, "holdfast", Files.readString(home.resolve("postgresql/password")));
    }
}
