package dev.holdfast.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the person who starts the server wants.
 *
 * @param demo whether to walk the demo once the server is ready
 * @param port the HTTP port; 0 takes any that is free
 * @param grpcPort the port for gRPC; 0 takes any that is free; absent: the one after {@code port}, if that is free
 * @param demoArguments what is for the demo
 */
record CommandLine(boolean demo, int port, @Nullable Integer grpcPort, List<String> demoArguments) {
    static final int DEFAULT_PORT = 8080;
    private static final int HIGHEST_PORT = 65_535;
    private static final String PORT = "--port";
    private static final String GRPC_PORT = "--grpc-port";
    private static final List<String> DEMO_OPTIONS = List.of("--data", "--label", "--time");

    CommandLine {
        demoArguments = List.copyOf(demoArguments);
    }

    /** Where gRPC listens: where it is told, or else on the port after the main one; any free one if that is any free one. */
    int grpcPortOrNext() {
        return grpcPort != null ? grpcPort : port == 0 || port == HIGHEST_PORT ? 0 : port + 1;
    }

    static CommandLine parse(String... arguments) {
        if (arguments.length == 0) {
            throw new StartupFailure("Say what to do: start or demo.");
        }
        boolean demo = switch (arguments[0]) {
            case "start" -> false;
            case "demo" -> true;
            default -> throw new StartupFailure("\"" + arguments[0] + "\" is not known here; say start or demo.");
        };
        int port = DEFAULT_PORT;
        Integer grpcPort = null;
        List<String> demoArguments = new ArrayList<>();
        Iterator<String> rest = Arrays.asList(arguments).listIterator(1);
        while (rest.hasNext()) {
            String option = rest.next();
            boolean forDemo = DEMO_OPTIONS.contains(option);
            if (!forDemo && !option.equals(PORT) && !option.equals(GRPC_PORT)) {
                throw new StartupFailure("\"" + option + "\" is not an option; --help lists them.");
            }
            if (forDemo && !demo) {
                throw new StartupFailure(option + " is for demo, not for start.");
            }
            if (!rest.hasNext()) {
                throw new StartupFailure(option + " needs a value.");
            }
            String value = rest.next();
            if (forDemo) {
                demoArguments.add(option);
                demoArguments.add(value);
            } else if (option.equals(PORT)) {
                port = port(option, value);
            } else {
                grpcPort = port(option, value);
            }
        }
        return new CommandLine(demo, port, grpcPort, demoArguments);
    }

    private static int port(String option, String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= HIGHEST_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new StartupFailure(option + " " + text + " is not a number.", e);
        }
        throw new StartupFailure(option + " " + text + " is not from 0 to " + HIGHEST_PORT + ".");
    }
}
