package dev.holdfast.kernel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rule for keys of params, metrics and tags, in the words of MLflow's protocol: some stores keep them as files, so a key must be its
 * own normalised path. Lengths count characters, not UTF-16 units.
 */
public final class Keys {
    private static final Pattern KEY = Pattern.compile("[/\\w.\\- :]*", Pattern.UNICODE_CHARACTER_CLASS);
    private static final String CHARACTERS =
            "Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colon(:)"
                    + " and slashes (/).";

    private Keys() {}

    /** Returns {@code key} if it may be one; otherwise a problem (422) that names {@code field}, the value and the rule. */
    public static String check(String field, String key) {
        if (!KEY.matcher(key).matches()) {
            throw invalid(field, key, CHARACTERS);
        }
        return checkPath(field, key);
    }

    /** As {@link #check}, for names that may have any characters. */
    public static String checkPath(String field, String name) {
        String path = normalised(name);
        if (!path.equals(name) || path.equals(".") || path.startsWith("..") || path.startsWith("/")) {
            throw invalid(
                    field,
                    name,
                    "Names may be treated as files in certain cases, and must not resolve to other names when treated as"
                            + " such. This name would resolve to '" + path + "'");
        }
        return name;
    }

    /** Returns {@code text} if it has no more than {@code limit} characters; otherwise a problem (422). */
    public static String checkLength(String field, String text, int limit) {
        if (text.length() > limit && text.codePointCount(0, text.length()) > limit) {
            throw problem(field, null, "'" + field + "' exceeds the maximum length of " + limit + " characters");
        }
        return text;
    }

    /** Refuses what no text in the database can hold. */
    public static String checkStorable(String field, String text) {
        if (text.indexOf('\0') >= 0) {
            throw problem(
                    field, null, "'" + field + "' has the character U+0000, which can't be stored; leave it out.");
        }
        return text;
    }

    private static ProblemException invalid(String field, String value, String why) {
        return problem(
                field, value, "Invalid value " + quoted(value) + " for parameter '" + field + "' supplied: " + why);
    }

    private static ProblemException problem(String field, @Nullable String value, String message) {
        return new ProblemException(ProblemType.INVALID, message, List.of(new FieldError(field, value, message)));
    }

    /** As POSIX normalises paths: no empty parts, no {@code .}, and {@code ..} taken with what stands before it. */
    private static String normalised(String path) {
        if (path.isEmpty()) {
            return ".";
        }
        String root = !path.startsWith("/") ? "" : path.startsWith("//") && !path.startsWith("///") ? "//" : "/";
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/", -1)) {
            if (part.isEmpty() || part.equals(".")) {
                continue;
            }
            if (!part.equals("..") || (root.isEmpty() && parts.isEmpty()) || "..".equals(parts.peekLast())) {
                parts.addLast(part);
            } else {
                parts.pollLast();
            }
        }
        String joined = root + String.join("/", parts);
        return joined.isEmpty() ? "." : joined;
    }

    /** As JSON writes it. */
    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> json.append('\\').append(c);
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < 0x20 || c > 0x7e) {
                        json.append(String.format("\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        return json.append('"').toString();
    }
}
