package dev.holdfast.server;

import java.net.ConnectException;
import java.util.Optional;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Keeps stack traces away from people whose start fails for a reason that they can remove. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class StartupReporter implements SpringBootExceptionReporter {
    StartupReporter(ConfigurableApplicationContext context) {}

    /** The main method prints the one line. */
    @Override
    public boolean reportException(Throwable failure) {
        return oneLine(failure).isPresent();
    }

    static Optional<StartupFailure> oneLine(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case StartupFailure known -> {
                    return Optional.of(known);
                }
                case PortInUseException port -> {
                    return Optional.of(new StartupFailure(
                            "Port " + port.getPort()
                                    + " is in use. Stop what listens there, or name another with --port.",
                            failure));
                }
                case ConnectException database -> {
                    return Optional.of(new StartupFailure(
                            "The database can't be reached: " + database.getMessage()
                                    + ". Check HOLDFAST_DATABASE_URL and that it runs.",
                            failure));
                }
                default -> {}
            }
        }
        return Optional.empty();
    }
}
