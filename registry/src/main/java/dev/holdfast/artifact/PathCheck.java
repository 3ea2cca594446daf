package dev.holdfast.artifact;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What makes a path dangerous or impossible to keep. */
final class PathCheck {
    private static final int MAX_NAME_BYTES = 255;
    /** An entry of the index that finds it must fit three times on a page of the database. */
    private static final int MAX_PATH_BYTES = 2_000;

    private static final Pattern ESCAPE = Pattern.compile("%[0-9a-fA-F]{2}");
    private static final Pattern DRIVE_OR_FILE = Pattern.compile("(?i)[a-z]:(/.*)?|file:.*");

    private PathCheck() {}

    /** Why the path is refused; null where it is fine. */
    static @Nullable String problemOf(String path) {
        if (utf8Length(path) > MAX_PATH_BYTES) {
            return "may have " + MAX_PATH_BYTES + " bytes at most.";
        }
        String wrong = problemOfSpelling(path);
        for (String before = path; wrong == null; ) {
            String decoded = decode(before);
            if (decoded.equals(before)) {
                return lengthProblem(path);
            }
            wrong = problemOfSpelling(decoded);
            before = decoded;
        }
        return wrong;
    }

    private static @Nullable String problemOfSpelling(String path) {
        if (path.isEmpty()) {
            return null;
        }
        if (path.startsWith("/") || DRIVE_OR_FILE.matcher(path).matches()) {
            return "must be relative.";
        }
        if (path.indexOf('#') >= 0 || path.indexOf('\\') >= 0) {
            return "must not contain '#' or a backslash.";
        }
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (Character.isISOControl(c)) {
                return "must not contain control characters.";
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == path.length()
                        || !Character.isLowSurrogate(path.charAt(i + 1))) {
                    return "must be text: half of a character stands alone in it.";
                }
                i++;
            }
        }
        for (String name : path.split("/", -1)) {
            if (name.isEmpty() || name.equals(".") || name.equals("..")) {
                return "must consist of names joined by '/': none of them empty, '.' or '..'.";
            }
        }
        return null;
    }

    private static @Nullable String lengthProblem(String path) {
        for (String name : path.split("/", -1)) {
            if (utf8Length(name) > MAX_NAME_BYTES) {
                return "has a name of more than " + MAX_NAME_BYTES + " bytes.";
            }
        }
        return null;
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Undoes the percent-encoding once; what is no valid escape stays. */
    private static String decode(String text) {
        if (!ESCAPE.matcher(text).find()) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%' && i + 2 < bytes.length) {
                int high = Character.digit(bytes[i + 1], 16);
                int low = Character.digit(bytes[i + 2], 16);
                if (high >= 0 && low >= 0) {
                    decoded.write(high * 16 + low);
                    i += 2;
                    continue;
                }
            }
            decoded.write(bytes[i]);
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }
}
