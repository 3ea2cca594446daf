package dev.holdfast.server;

/** Holdfast. {@code start} starts the server; {@code demo} starts it and walks the whole loop once. */
public final class HoldfastApplication {
    private static final int FAILED = 1;

    private HoldfastApplication() {}

    /** Runs until it is stopped. A reason not to start is one line on the error output and exit code 1. */
    public static void main(String[] arguments) {
        try {
            new Server(CommandLine.parse(arguments), System.getenv()).start();
        } catch (StartupFailure e) {
            System.err.println("holdfast: " + e.reason());
            System.exit(FAILED);
        }
    }
}
