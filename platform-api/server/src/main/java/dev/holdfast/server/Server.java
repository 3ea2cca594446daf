package dev.holdfast.server;

import dev.holdfast.HoldfastServer;
import dev.holdfast.demo.Demo;
import dev.holdfast.inference.InferencePort;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** One running server: takes the home, starts the database and the application beside each other, and stops them in turn. */
final class Server {
    private static final Logger log = LoggerFactory.getLogger(Server.class);
    private static final String LOOPBACK = "127.0.0.1";
    private static final String JDBC_PREFIX = "jdbc:postgresql:";
    private static final String DEFAULT_HOME = "holdfast-data";
    /** Makes a start end as soon as it is ready: the build records what the JVM loads. */
    private static final String EXIT_WHEN_READY = "holdfast.exit-when-ready";

    private final CommandLine commandLine;
    private final Map<String, String> environment;
    private final String address;
    private volatile @Nullable HoldfastHome home;
    private volatile @Nullable EmbeddedPostgres postgres;
    private volatile @Nullable ConfigurableApplicationContext context;

    Server(CommandLine commandLine, Map<String, String> environment) {
        this.commandLine = commandLine;
        this.environment = environment;
        this.address = environment.getOrDefault("SERVER_ADDRESS", LOOPBACK);
    }

    void start() {
        checkPort();
        HoldfastHome taken = HoldfastHome.take(Path.of(setting("HOLDFAST_HOME", DEFAULT_HOME)));
        home = taken;
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(this::stop));
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("holdfast.home", taken.directory().toString());
        properties.put("server.port", commandLine.port());
        properties.put("server.address", address);
        properties.put("holdfast.grpc.port", commandLine.grpcPortOrNext());
        properties.put("holdfast.grpc.required", commandLine.grpcPort() != null);
        SpringApplication application = new SpringApplication(HoldfastServer.class);
        application.setMainApplicationClass(BeanDefinitions.class);
        application.setRegisterShutdownHook(false);
        application.setLogStartupInfo(false);
        String databaseUrl = setting("HOLDFAST_DATABASE_URL", "");
        if (databaseUrl.isEmpty()) {
            EmbeddedPostgres embedded = EmbeddedPostgres.start(taken.directory(), postgresVersion());
            postgres = embedded;
            application.addInitializers(starting ->
                    starting.getEnvironment().getPropertySources().addFirst(new EmbeddedPostgresProperties(embedded)));
        } else {
            properties.put("spring.datasource.url", checkedDatabaseUrl(databaseUrl));
        }
        application.addInitializers(starting -> {
            starting.getEnvironment().getPropertySources().addFirst(new MapPropertySource("command line", properties));
            context = starting;
        });
        ConfigurableApplicationContext started = run(application);
        URI uri = URI.create("http://" + host() + ":" + localPort(started));
        int grpcPort = grpcPort(started);
        log.info(
                "Holdfast listens on {}{}, data in {}",
                uri,
                grpcPort < 0 ? "" : " and for gRPC on port " + grpcPort,
                taken.directory());
        if (Boolean.getBoolean(EXIT_WHEN_READY)) {
            System.exit(0);
        } else if (commandLine.demo()) {
            Thread.ofPlatform().name("demo").start(() -> demo(uri));
        }
    }

    private void demo(URI uri) {
        Demo.run(uri, commandLine.demoArguments().toArray(String[]::new));
        log.info("Holdfast goes on at {}; Ctrl-C stops it", uri);
    }

    private static ConfigurableApplicationContext run(SpringApplication application) {
        try {
            return application.run();
        } catch (RuntimeException e) {
            throw StartupReporter.oneLine(e).orElseThrow(() -> e);
        }
    }

    /** First what uses the database, then the database, then the home that both lie in. */
    private void stop() {
        ConfigurableApplicationContext application = context;
        EmbeddedPostgres database = postgres;
        HoldfastHome taken = home;
        if (application != null) {
            application.close();
        }
        if (database != null) {
            database.close();
        }
        try {
            if (taken != null) {
                taken.close();
            }
        } catch (IOException e) {
            log.warn("The lock of the home directory could not be released", e);
        }
    }

    /** Before anything is started; the web server would find out only when all else is up. */
    private void checkPort() {
        if (commandLine.port() == 0) {
            return;
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, commandLine.port()));
        } catch (IOException e) {
            throw new StartupFailure(
                    "Port " + commandLine.port() + " on " + address + " can't be used (" + e.getMessage()
                            + "). Stop what listens there, or name another with --port.",
                    e);
        }
    }

    private String setting(String name, String fallback) {
        String value = environment.getOrDefault(name, "");
        return value.isBlank() ? fallback : value;
    }

    private static String checkedDatabaseUrl(String url) {
        if (!url.startsWith(JDBC_PREFIX)) {
            throw new StartupFailure("HOLDFAST_DATABASE_URL must begin with " + JDBC_PREFIX
                    + ", for example jdbc:postgresql://host:5432/holdfast?user=holdfast&password=…");
        }
        return url;
    }

    private static String postgresVersion() {
        Properties properties = new Properties();
        try (InputStream in = Server.class.getResourceAsStream("/application.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new StartupFailure("The settings in the jar can't be read: " + e, e);
        }
        return properties.getProperty("holdfast.embedded-postgresql.version");
    }

    private String host() {
        return address.contains(":") ? "[" + address + "]" : address;
    }

    private static int grpcPort(ConfigurableApplicationContext context) {
        try {
            return context.getBean(InferencePort.class).port();
        } catch (IllegalStateException e) {
            context.close();
            throw new StartupFailure(
                    e.getMessage() + ". Stop what listens there, or name another with --grpc-port.", e);
        }
    }

    private static int localPort(ConfigurableApplicationContext context) {
        var server = ((WebServerApplicationContext) context).getWebServer();
        return server == null ? 0 : server.getPort();
    }
}
