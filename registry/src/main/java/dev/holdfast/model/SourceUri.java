package dev.holdfast.model;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A URI as clients write them, which is not always as the standard has it: nothing in it is refused, and nothing is decoded.
 *
 * @param scheme in lower case; empty where there is none
 * @param authority what stands between {@code //} and the path
 * @param path without query and fragment
 */
record SourceUri(String text, String scheme, String authority, String path) {
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.\\-]*):(.*)", Pattern.DOTALL);

    static SourceUri parse(String text) {
        Matcher matcher = SCHEME.matcher(text);
        String scheme = matcher.matches() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
        String rest = matcher.matches() ? matcher.group(2) : text;
        String authority = "";
        if (rest.startsWith("//")) {
            int end = firstOf(rest, 2, "/?#");
            authority = rest.substring(2, end);
            rest = rest.substring(end);
        }
        return new SourceUri(text, scheme, authority, rest.substring(0, firstOf(rest, 0, "?#")));
    }

    /** Whether it names a file of the machine that reads it. */
    boolean isLocal() {
        return scheme.isEmpty() || scheme.equals("file");
    }

    /** The host without user and port, in lower case. */
    String host() {
        String host = authority.substring(authority.lastIndexOf('@') + 1);
        int colon = host.startsWith("[") ? host.indexOf(':', host.indexOf(']') + 1) : host.indexOf(':');
        return (colon < 0 ? host : host.substring(0, colon)).toLowerCase(Locale.ROOT);
    }

    /** The names in the path, each decoded until that changes nothing. */
    List<String> names() {
        return Arrays.stream(path.split("/"))
                .filter(name -> !name.isEmpty())
                .map(SourceUri::fullyDecoded)
                .toList();
    }

    /** Whether {@code other} is this or lies below it, whatever is encoded in it. */
    boolean contains(SourceUri other) {
        List<String> root = names();
        List<String> below = other.names();
        return scheme.equals(other.scheme)
                && authority.equalsIgnoreCase(other.authority)
                && !root.isEmpty()
                && below.size() >= root.size()
                && below.subList(0, root.size()).equals(root);
    }

    /** With every percent-encoding undone, and those that come of it, until nothing changes. */
    static String fullyDecoded(String text) {
        String now = text;
        for (String next = decoded(now); !next.equals(now); next = decoded(now)) {
            now = next;
        }
        return now;
    }

    /** With percent-encodings undone once; what is none stays. */
    static String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
            if (low < 0) {
                out.write(bytes[i]);
            } else {
                out.write(high * 16 + low);
                i += 2;
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static int firstOf(String text, int from, String characters) {
        for (int i = from; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }
}
