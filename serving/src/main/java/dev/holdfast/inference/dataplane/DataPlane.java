package dev.holdfast.inference.dataplane;

import dev.holdfast.inference.InferencePort;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Opens the port for predictions beside the rest of the start, and closes it before the models go. */
@Component
@EnableConfigurationProperties(DataPlaneProperties.class)
class DataPlane implements SmartLifecycle, InferencePort {
    private static final Logger log = LoggerFactory.getLogger(DataPlane.class);

    private final DataPlaneProperties properties;
    private final Routes routes;
    private final @Nullable InetAddress address;
    private @Nullable CompletableFuture<NettyServer> server;

    DataPlane(
            DataPlaneProperties properties, Routes routes, @Value("${server.address:}") @Nullable InetAddress address) {
        this.properties = properties;
        this.routes = routes;
        this.address = address;
    }

    @Override
    public synchronized void start() {
        if (properties.port() >= 0 && server == null) {
            CompletableFuture<NettyServer> opening = new CompletableFuture<>();
            server = opening;
            Thread.ofPlatform().name("grpc-start").daemon().start(() -> open(opening));
        }
    }

    private void open(CompletableFuture<NettyServer> opening) {
        try {
            opening.complete(NettyServer.open(address, properties.port(), properties.threads(), routes));
        } catch (Exception | LinkageError e) { // whatever it is: somebody waits
            opening.completeExceptionally(e);
        }
    }

    @Override
    public int port() {
        CompletableFuture<NettyServer> opening;
        synchronized (this) {
            opening = server;
        }
        if (opening == null) {
            return -1;
        }
        try {
            return opening.join().port();
        } catch (CompletionException e) {
            String reason = "The port " + properties.port() + " for gRPC can't be used: " + e.getCause();
            if (properties.required()) {
                throw new IllegalStateException(reason, e);
            }
            log.warn("{}; predictions are answered on the main port only. --grpc-port names another", reason);
            return -1;
        }
    }

    @Override
    public synchronized void stop() {
        CompletableFuture<NettyServer> opening = server;
        server = null;
        if (opening != null) {
            opening.thenAccept(NettyServer::close)
                    .exceptionally(notOpened -> null)
                    .join();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return server != null;
    }

    /** With the web server: after it at the start, before the models at the end. */
    @Override
    public int getPhase() {
        return SmartLifecycle.DEFAULT_PHASE - 1024;
    }
}
