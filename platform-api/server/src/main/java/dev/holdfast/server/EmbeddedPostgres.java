package dev.holdfast.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of our own: its data below {@code HOLDFAST_HOME/postgresql}, reachable only from this machine and only with
 * the password that lies there. It starts beside everything else, is started again if it dies, and is stopped last.
 *
 * <p>A server that was killed leaves its PostgreSQL running. The next start ends that one in good order and starts
 * another, so no session of the dead server lives on.
 */
final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final Duration READY_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration READY_POLL = Duration.ofMillis(20);
    private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);

    private final Path root;
    private final String version;
    private final int port;
    private final CompletableFuture<PostgresCluster> started = new CompletableFuture<>();
    private final Thread watch;
    private volatile boolean stopping;

    private EmbeddedPostgres(Path root, String version, int port) {
        this.root = root;
        this.version = version;
        this.port = port;
        this.watch = Thread.ofPlatform().name("postgresql").daemon(true).unstarted(this::startAndWatch);
    }

    /** Begins to start; {@link #awaitReady} waits for it. */
    static EmbeddedPostgres start(Path home, String version) {
        EmbeddedPostgres postgres = new EmbeddedPostgres(home.resolve("postgresql"), version, freePort());
        postgres.watch.start();
        return postgres;
    }

    /** Known before it answers. */
    String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + PostgresCluster.DATABASE;
    }

    String user() {
        return PostgresCluster.USER;
    }

    /** Waits until it answers, and returns the password. */
    String awaitReady() {
        try {
            return started.get(READY_TIMEOUT.toSeconds(), TimeUnit.SECONDS).password();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StartupFailure failure
                    ? failure
                    : new StartupFailure("PostgreSQL did not start: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new StartupFailure("PostgreSQL did not start within " + READY_TIMEOUT.toSeconds() + " s; see "
                    + root.resolve("postgresql.log"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupFailure("Interrupted while PostgreSQL was starting", e);
        }
    }

    /** Stops it in good order; comes back when it is down. */
    @Override
    public void close() {
        stopping = true;
        watch.interrupt();
        try {
            watch.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void startAndWatch() {
        PostgresCluster cluster;
        try {
            cluster = new PostgresCluster(root, version);
            if (cluster.postmaster().isPresent()) {
                log.info("PostgreSQL still runs from a server that was killed; stopping it first");
                cluster.stop();
            }
        } catch (RuntimeException e) {
            started.completeExceptionally(e);
            return;
        }
        try {
            startAndAwait(cluster);
            started.complete(cluster);
            watch(cluster);
        } catch (InterruptedException closed) {
            log.debug("Stopping PostgreSQL");
        } catch (RuntimeException e) {
            if (!started.completeExceptionally(e)) {
                log.error("PostgreSQL can't be watched any more", e);
            }
        }
        // Stopping runs programs and waits for them: it must not be interrupted by what made it begin.
        Thread.interrupted();
        try {
            cluster.stop();
        } catch (StartupFailure e) {
            log.error("PostgreSQL could not be stopped: {}", e.reason());
        }
        started.completeExceptionally(new StartupFailure("The server was stopped while it started."));
    }

    private void watch(PostgresCluster cluster) throws InterruptedException {
        while (!stopping) {
            Thread.sleep(WATCH_INTERVAL);
            if (cluster.postmaster().isEmpty()) {
                log.warn("PostgreSQL died; starting it again. Its log: {}", cluster.logTail());
                try {
                    startAndAwait(cluster);
                    log.warn("PostgreSQL is back");
                } catch (StartupFailure e) {
                    log.error("PostgreSQL can't be started again, trying once more: {}", e.reason());
                }
            }
        }
    }

    private void startAndAwait(PostgresCluster cluster) throws InterruptedException {
        cluster.start(port);
        long deadline = System.nanoTime() + READY_TIMEOUT.toNanos();
        // pg_ctl comes back before the postmaster has written its file.
        long mayBeAbsentUntil = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (!cluster.isReady()) {
            boolean gone =
                    System.nanoTime() > mayBeAbsentUntil && cluster.postmaster().isEmpty();
            if (gone || System.nanoTime() > deadline) {
                throw new StartupFailure(
                        "PostgreSQL does not start. Its log, " + cluster.logFile() + ", ends: " + cluster.logTail());
            }
            Thread.sleep(READY_POLL);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new StartupFailure("There is no free port for PostgreSQL: " + e, e);
        }
    }
}
