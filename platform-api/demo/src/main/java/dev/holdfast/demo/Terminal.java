package dev.holdfast.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Says what happens, a line for each thing, with the seconds since the beginning. */
final class Terminal {
    private final PrintStream out;
    private final Instant start = Instant.now();

    Terminal(PrintStream out) {
        this.out = out;
    }

    void step(String title) {
        out.printf(Locale.ROOT, "%n%5.1f s  %s%n", seconds(), title);
    }

    void detail(String text) {
        out.println("         " + text);
    }

    void blank() {
        out.println();
    }

    double seconds() {
        return Duration.between(start, Instant.now()).toMillis() / 1000.0;
    }

    /** Rows of two columns, the first padded to the widest. */
    void table(List<String[]> rows) {
        int width = rows.stream().mapToInt(row -> row[0].length()).max().orElse(0);
        String line = "─".repeat(width + 60);
        out.println(line);
        for (String[] row : rows) {
            out.println(row[0] + " ".repeat(width - row[0].length() + 2) + row[1]);
        }
        out.println(line);
    }
}
