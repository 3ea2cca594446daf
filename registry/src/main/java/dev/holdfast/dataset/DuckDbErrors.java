package dev.holdfast.dataset;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.sql.SQLException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What DuckDB complains about, in words for the caller. */
final class DuckDbErrors {
    private static final Pattern PREFIX = Pattern.compile("^(?:[A-Z][A-Za-z ]+ Error: )+");
    private static final Pattern PENDING = Pattern.compile(
            "^Invalid Input Error: Attempting to execute an unsuccessful .*?\\RError: ", Pattern.DOTALL);
    private static final Pattern FILE = Pattern.compile("(?: in)? file \"[^\"]*\"| ?'[^']*/[^']*'| \"[^\"]*/[^\"]*\"");
    private static final Pattern LINE = Pattern.compile("(?:CSV Error on Line|in line|line):? (\\d+)");
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private DuckDbErrors() {}

    /** The first line of the message without internals such as the paths of files. */
    static String sentence(SQLException e) {
        String message = PENDING.matcher(String.valueOf(e.getMessage())).replaceFirst("");
        String first = message.lines().findFirst().orElse("is not valid");
        String text = FILE.matcher(PREFIX.matcher(first).replaceFirst(""))
                .replaceAll("")
                .strip();
        if (text.isEmpty()) {
            return "is not valid.";
        }
        return text.endsWith(".") ? text : text + ".";
    }

    /** The line that the message names, 0 where it names none. */
    static long line(SQLException e) {
        Matcher line = LINE.matcher(String.valueOf(e.getMessage()));
        return line.find() ? Long.parseLong(line.group(1)) : 0;
    }

    static boolean isOutOfMemory(SQLException e) {
        return String.valueOf(e.getMessage()).contains("Out of Memory Error");
    }

    /** Failures that are not the file's fault, as problems; returns for the others. */
    static void refuseOwnFailures(SQLException e) {
        String message = String.valueOf(e.getMessage());
        if (isOutOfMemory(e)) {
            throw new ProblemException(
                    ProblemType.TOO_LARGE,
                    "The rows of this file need more memory than the server gives one dataset; shorten the longest"
                            + " values, or raise holdfast.datasets.duckdb-memory.",
                    e);
        }
        if (message.contains("No space left") || message.contains("max_temp_directory_size")) {
            throw ProblemException.unavailable(
                    "The server's disk is full; free some space and try again.", RETRY_AFTER);
        }
        if (message.contains("INTERNAL Error") || message.contains("IO Error")) {
            throw new IllegalStateException("DuckDB failed", e);
        }
    }
}
