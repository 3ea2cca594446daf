package dev.holdfast.runtime;

import ai.onnxruntime.OrtException;
import java.util.regex.Pattern;

/** What an engine says, without the places in its source code and on this machine. */
final class EngineMessage {
    private static final int MAX_LENGTH = 400;
    private static final Pattern PREFIX = Pattern.compile("^Error code - \\w+ - message: ");
    private static final Pattern PATH = Pattern.compile("(?:[A-Za-z]:)?(?:/[\\w.+-]+)+(?::\\d+)?");
    private static final Pattern SOURCE = Pattern.compile("[\\w/.+-]+\\.(?:cc|h|hpp|cpp):\\d+ ?");
    private static final Pattern SIGNATURE = Pattern.compile("\\b[\\w:<>*& ]+::\\w+\\([^)]*\\)(?: const)? ?");
    private static final String PYTHON = "RuntimeError: ";

    private EngineMessage() {}

    static String of(OrtException e) {
        return of(String.valueOf(e.getMessage()));
    }

    static String of(String message) {
        // PyTorch shows the way through the model's code first.
        int error = message.lastIndexOf(PYTHON);
        String text = error < 0 ? message : message.substring(error + PYTHON.length());
        text = PREFIX.matcher(text).replaceFirst("");
        text = SOURCE.matcher(text).replaceAll("");
        text = SIGNATURE.matcher(text).replaceAll("");
        text = PATH.matcher(text).replaceAll("the file");
        text = text.replaceAll("\\s+", " ").strip();
        text = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + " …" : text;
        return text.endsWith(".") ? text : text + ".";
    }
}
