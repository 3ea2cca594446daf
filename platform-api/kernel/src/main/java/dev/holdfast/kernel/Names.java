package dev.holdfast.kernel;

import java.util.regex.Pattern;

/** The rule for names that people give and that stand in URLs. */
public final class Names {
    private static final int MAX_LENGTH = 120;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private Names() {}

    /** Returns {@code name} if it may name something; otherwise a problem that names {@code field}, the value and the rule. */
    public static String check(String field, String name) {
        if (name.length() > MAX_LENGTH || !NAME.matcher(name).matches() || name.contains("..")) {
            throw ProblemException.invalid(
                    field,
                    name,
                    "must be 1 to " + MAX_LENGTH
                            + " letters, digits, '.', '_' or '-', begin with a letter or digit and not contain '..'.");
        }
        return name;
    }
}
