package dev.holdfast.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/** The files of one PostgreSQL cluster below {@code HOLDFAST_HOME/postgresql}, and the programs that work on them. */
final class PostgresCluster {
    static final String USER = "holdfast";
    static final String DATABASE = "holdfast";

    private static final Logger log = LoggerFactory.getLogger(PostgresCluster.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
    private static final int PASSWORD_BYTES = 24;
    private static final int LOG_TAIL_LINES = 5;
    /** In {@code postmaster.pid}: process id, data directory, start time, port, …, state. */
    private static final int STATE_LINE = 7;

    private final Path root;
    private final Path programs;
    private final Path data;
    private final Path logFile;
    private final String version;
    private final PostgresUser user;

    /** Unpacks the programs and makes the cluster if need be. */
    PostgresCluster(Path root, String version) {
        this.root = root;
        this.version = version;
        this.programs = root.resolve(version).resolve("bin");
        this.data = root.resolve("data");
        this.logFile = root.resolve("postgresql.log");
        try {
            Files.createDirectories(root);
        } catch (IOException e) {
            throw new StartupFailure("There is no room for PostgreSQL in " + root + ": " + e, e);
        }
        checkVersion();
        PostgresBinaries.unpack(root.resolve(version));
        this.user = PostgresUser.find(root);
        initialize();
    }

    Path logFile() {
        return logFile;
    }

    /** The password of the one user, made with the cluster and readable by nobody else. */
    String password() {
        try {
            return Files.readString(root.resolve("password"));
        } catch (IOException e) {
            throw new StartupFailure("The password of PostgreSQL can't be read: " + e, e);
        }
    }

    /** The postmaster that runs on these files; empty where none does. */
    Optional<ProcessHandle> postmaster() {
        List<String> lines = pidFile();
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        Optional<ProcessHandle> process =
                ProcessHandle.of(Long.parseLong(lines.getFirst().strip()));
        if (process.isPresent() && !isPostmaster(process.get())) {
            forget(process.get());
            return Optional.empty();
        }
        return process;
    }

    /**
     * PostgreSQL knows by itself that a dead postmaster's file is stale. It does not know it of a number that another
     * process has got since, or that still stands for a zombie; but the children of the dead one must be gone, too.
     */
    private void forget(ProcessHandle other) {
        if (!ProcessStates.isZombie(other) || !ProcessStates.anyWorksIn(data)) {
            log.debug("Process {} is no postmaster of ours", other.pid());
            delete(data.resolve("postmaster.pid"));
        }
    }

    /** Whether the postmaster accepts connections. */
    boolean isReady() {
        List<String> lines = pidFile();
        return lines.size() > STATE_LINE && lines.get(STATE_LINE).strip().equals("ready");
    }

    /** Starts a postmaster as a session of its own, so that a Ctrl-C in the terminal does not reach it; returns at once. */
    void start(int port) {
        try {
            Files.writeString(data.resolve("postgresql.conf"), PostgresSettings.text(port));
            user.own(root);
        } catch (IOException e) {
            throw new StartupFailure("PostgreSQL can't be configured: " + e, e);
        }
        run(List.of(program("pg_ctl"), "start", "--no-wait", "--silent", "--pgdata=" + data, "--log=" + logFile));
    }

    /** Ends all sessions, writes everything to disk and ends the postmaster. Does nothing where none runs. */
    void stop() {
        if (postmaster().isEmpty()) {
            return;
        }
        List<String> stop = List.of(
                program("pg_ctl"),
                "stop",
                "--silent",
                "--pgdata=" + data,
                "--timeout=" + STOP_TIMEOUT.toSeconds(),
                "--mode=fast");
        try {
            run(stop);
        } catch (StartupFailure slow) {
            List<String> now = new ArrayList<>(stop);
            now.set(stop.size() - 1, "--mode=immediate");
            log.warn("PostgreSQL takes too long to stop; ending it now, it will recover at the next start");
            run(now);
        }
    }

    /** The end of PostgreSQL's own log, for messages. */
    String logTail() {
        try {
            List<String> lines = Files.readAllLines(logFile);
            return String.join("; ", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "its log can't be read: " + e;
        }
    }

    private void checkVersion() {
        Path file = data.resolve("PG_VERSION");
        if (!Files.exists(file)) {
            return;
        }
        try {
            String found = Files.readString(file).strip();
            String major = version.substring(0, version.indexOf('.'));
            if (!found.equals(major)) {
                throw new StartupFailure(
                        "The database in " + data + " was made by PostgreSQL " + found
                                + " and this Holdfast brings " + major
                                + ". Dump it with the Holdfast that made it (pg_dump), move the directory away, start, restore.");
            }
        } catch (IOException e) {
            throw new StartupFailure("The database in " + data + " can't be read: " + e, e);
        }
    }

    /** Makes the cluster aside and moves it into place when it is whole, so a crash leaves none or all of it. */
    private void initialize() {
        if (Files.isDirectory(data)) {
            return;
        }
        log.info("Making a database, once");
        Path incoming = root.resolve("data.incoming");
        try {
            FileSystemUtils.deleteRecursively(incoming);
            Path password = root.resolve("password");
            writePassword(password);
            user.own(root);
            run(List.of(
                    program("initdb"),
                    "--pgdata=" + incoming,
                    "--username=" + USER,
                    "--pwfile=" + password,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--locale=C",
                    "--no-instructions"));
            run(
                    List.of(program("postgres"), "--single", "-D", incoming.toString(), "postgres"),
                    new ByteArrayInputStream(("CREATE DATABASE " + DATABASE + "\n").getBytes(StandardCharsets.UTF_8)));
            Files.move(incoming, data, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StartupFailure("The database can't be made in " + root + ": " + e, e);
        }
    }

    private static void writePassword(Path file) throws IOException {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    private List<String> pidFile() {
        try {
            return Files.readAllLines(data.resolve("postmaster.pid"));
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new StartupFailure("PostgreSQL's state can't be read: " + e, e);
        }
    }

    /** Another process may have got the number of a postmaster that died. */
    private boolean isPostmaster(ProcessHandle process) {
        return process.isAlive()
                && !ProcessStates.isZombie(process)
                && process.info()
                        .command()
                        .map(command -> Path.of(command).endsWith("bin/postgres"))
                        .orElse(true);
    }

    private String program(String name) {
        return programs.resolve(name).toString();
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new StartupFailure(file + " can't be deleted: " + e, e);
        }
    }

    private void run(List<String> command) {
        run(command, InputStream.nullInputStream());
    }

    private void run(List<String> command, InputStream input) {
        Path output = root.resolve("command.log");
        try {
            Process process = new ProcessBuilder(user.command(command))
                    .directory(root.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try (var in = process.getOutputStream()) {
                input.transferTo(in);
            }
            if (!process.waitFor(2 * STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new StartupFailure(command.getFirst() + " takes too long; see " + output);
            }
            if (process.exitValue() != 0) {
                throw new StartupFailure(Path.of(command.getFirst()).getFileName() + " failed: "
                        + Files.readString(output).strip() + " " + logTail());
            }
        } catch (IOException e) {
            throw new StartupFailure(command.getFirst() + " can't be run: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupFailure("Interrupted while " + command.getFirst() + " ran", e);
        }
    }
}
