package dev.holdfast.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The main job of Holdfast, once, before your eyes: from a CSV file to a monitored endpoint and back. */
public final class Demo {
    private Demo() {}

    /**
     * Runs the loop against a server that is ready.
     *
     * @param arguments {@code --data FILE.csv --label COLUMN [--time COLUMN]}, or none for generated payments
     * @return true where the whole loop was walked; otherwise the reason has been printed
     */
    public static boolean run(URI server, String[] arguments) {
        Terminal terminal = new Terminal(System.out);
        try {
            walk(new Api(server), terminal, Options.parse(arguments));
            return true;
        } catch (DemoFailure e) {
            terminal.step("The demo stops here: " + e.getMessage());
            return false;
        }
    }

    private static void walk(Api api, Terminal terminal, Options options) {
        Path folder = temporaryFolder();
        String name = options.data() == null ? "payments" : nameOf(options.data());
        String label = options.label() == null ? Payments.LABEL : options.label();
        Path data = options.data();
        String time = options.time();
        if (data == null) {
            data = folder.resolve("all.csv");
            time = Payments.TIME;
            Payments.write(data);
            terminal.detail(String.format(
                    Locale.ROOT,
                    "Generated %,d payments; at row %,d the process changes.",
                    Payments.ROWS,
                    Payments.DRIFT_ROW));
        }
        Loop loop = new Loop(api, terminal, name, Rows.read(data, time));
        Task task = loop.register(folder, label);
        loop.trainAndRelease(task, time);
        Traffic traffic = loop.traffic(task);
        if (loop.streamUntilDrift(traffic, task)) {
            loop.retrain(traffic, task);
            loop.streamAfterRetraining(traffic, task);
            loop.rollBack(traffic);
        }
        loop.summary().add("requests", traffic.sent() + " sent, " + traffic.failed() + " failed");
        if (traffic.failed() > 0) {
            loop.summary().add("first failure", traffic.firstFailure());
        }
        terminal.step(String.format(Locale.ROOT, "What happened, in %.0f s", terminal.seconds()));
        terminal.table(loop.summary().lines());
    }

    /** A name for the dataset, model, pipeline and deployment, from the name of the file. */
    private static String nameOf(Path file) {
        String name = String.valueOf(file.getFileName())
                .replaceFirst("\\.[^.]*$", "")
                .replaceAll("[^A-Za-z0-9_-]+", "-")
                .replaceFirst("^[^A-Za-z0-9]+", "");
        return name.isEmpty() ? "demo" : name;
    }

    private static Path temporaryFolder() {
        try {
            Path folder = Files.createTempDirectory("holdfast-demo");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
