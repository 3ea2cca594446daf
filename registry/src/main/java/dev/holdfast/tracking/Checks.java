package dev.holdfast.tracking;

import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules for what callers may log. All that is wrong with a batch is reported at once. */
class Checks {
    private static final int MAX_KEY = 250;
    private static final int MAX_VALUE = 65_536;
    private static final Pattern KEY = Pattern.compile("[/\\w.\\- :]+");
    private static final Pattern RUN_ID = Pattern.compile("[0-9a-f]{32}");
    private final List<FieldError> errors = new ArrayList<>();

    static Checks of(String field, Map<String, String> values) {
        Checks checks = new Checks();
        values.forEach((key, value) -> {
            checks.key(field + "." + key, key);
            checks.text(field + "." + key, value);
        });
        return checks;
    }

    static Checks of(List<Metric> metrics) {
        Checks checks = new Checks();
        for (int i = 0; i < metrics.size(); i++) {
            checks.key("metrics[" + i + "].key", metrics.get(i).key());
        }
        return checks;
    }

    /** A run's id as it is written in URLs: a problem (404) where it can't be one. */
    static String runId(String runId) {
        if (!RUN_ID.matcher(runId).matches()) {
            throw ProblemException.notFound("run \"" + runId + "\": an id has 32 lower-case hexadecimal digits");
        }
        return runId;
    }

    void orThrow() {
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
    }

    void key(String field, String key) {
        String wrong = problemOf(key);
        if (wrong != null) {
            errors.add(new FieldError(field, key, wrong));
        }
    }

    /** A name for people: any printable text. */
    void name(String field, String name) {
        if (name.isBlank() || name.length() > MAX_KEY || name.chars().anyMatch(Character::isISOControl)) {
            errors.add(new FieldError(
                    field,
                    name,
                    "must be 1 to " + MAX_KEY + " characters, not all blank, without control characters."));
        }
    }

    void text(String field, String value) {
        if (value.length() > MAX_VALUE) {
            errors.add(new FieldError(field, value.length(), "may be no longer than " + MAX_VALUE + " characters."));
        } else if (value.indexOf('\0') >= 0) {
            errors.add(new FieldError(field, null, "must not contain the character U+0000."));
        }
    }

    private static @Nullable String problemOf(String key) {
        if (key.length() > MAX_KEY) {
            return "may be no longer than " + MAX_KEY + " characters.";
        }
        if (!KEY.matcher(key).matches()) {
            return "must consist of letters, digits, spaces and / _ - . : only.";
        }
        // A key is shown as a path: one that would lead elsewhere, or has two spellings, is refused.
        for (String part : key.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                return "must be a plain relative path: no empty parts, no '.' or '..'.";
            }
        }
        return null;
    }
}
