package dev.holdfast.model;

import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.Keys;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What may be a name, an alias, a tag or a description: MLflow's rules in its words, and the limits of what can be stored. */
final class RegistryRules {
    private static final int MAX_NAME = 256;
    private static final int MAX_ALIAS = 255;
    private static final int MAX_KEY = 250;
    private static final int MAX_VALUE = 100_000;
    private static final int MAX_OWNER = 120;
    private static final int MAX_DESCRIPTION = 100_000;
    private static final Pattern ALIAS = Pattern.compile("[\\w\\-]*", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern VERSION_ALIAS = Pattern.compile("[vV]\\d+");

    private RegistryRules() {}

    static void checkName(String field, String name) {
        if (name.isBlank()) {
            throw invalid(field, name, "Missing value for required parameter '" + field + "'.");
        }
        if (name.indexOf('/') >= 0 || name.indexOf(':') >= 0) {
            throw invalid(field, name, "Invalid model name '" + name + "'. Names cannot contain '/' or ':'.");
        }
        Keys.checkPath(field, name);
        Keys.checkLength(field, name, MAX_NAME);
        Keys.checkStorable(field, name);
    }

    static void checkAlias(String alias) {
        if (alias.isEmpty()) {
            throw invalid("alias", alias, "Registered model alias name cannot be empty.");
        }
        if (!ALIAS.matcher(alias).matches()) {
            throw invalid(
                    "alias",
                    alias,
                    "Invalid alias name: '" + alias
                            + "'. Names may only contain alphanumerics, underscores (_), and dashes (-).");
        }
        if (alias.codePointCount(0, alias.length()) > MAX_ALIAS) {
            throw invalid(
                    "alias",
                    alias,
                    "'Registered model alias name' exceeds the maximum length of " + MAX_ALIAS + " characters");
        }
    }

    static void checkAliasIsFree(String alias) {
        if (alias.toLowerCase(Locale.ROOT).equals("latest")) {
            throw invalid("alias", alias, "'latest' alias name (case insensitive) is reserved.");
        }
        if (VERSION_ALIAS.matcher(alias).matches()) {
            throw invalid("alias", alias, "Version alias name '" + alias + "' is reserved.");
        }
    }

    static void checkTag(String key, String value) {
        checkKey(key);
        Keys.checkLength("value", value, MAX_VALUE);
        if (value.indexOf('\0') >= 0) {
            throw invalid(
                    "tags." + key, null, "The value of tag '" + key + "' has the character U+0000; leave it out.");
        }
    }

    static void checkKey(String key) {
        Keys.check("key", key);
        Keys.checkLength("key", key, MAX_KEY);
    }

    static void checkTags(Map<String, ? extends @Nullable String> tags) {
        tags.forEach((key, value) -> checkTag(key, value == null ? "" : value));
    }

    static void checkDescription(@Nullable String description) {
        if (description != null) {
            Keys.checkLength("description", description, MAX_DESCRIPTION);
            Keys.checkStorable("description", description);
        }
    }

    /** A name of somebody or of a team, as people write it: on one line, and not blank. */
    static void checkOwner(@Nullable String owner) {
        if (owner == null) {
            return;
        }
        if (owner.isBlank() || !owner.strip().equals(owner) || owner.chars().anyMatch(Character::isISOControl)) {
            throw invalid(
                    "owner",
                    owner,
                    "must be the name of a user or a team, without space around it; null where nobody owns the model.");
        }
        Keys.checkLength("owner", owner, MAX_OWNER);
    }

    static ProblemException invalid(String field, @Nullable Object value, String message) {
        return new ProblemException(ProblemType.INVALID, message, List.of(new FieldError(field, value, message)));
    }

    static ProblemException noSuchModel(String name) {
        return new ProblemException(ProblemType.NOT_FOUND, "Registered Model with name=" + name + " not found");
    }

    static ProblemException noSuchVersion(String model, Object version) {
        return new ProblemException(
                ProblemType.NOT_FOUND, "Model Version (name=" + model + ", version=" + version + ") not found");
    }

    static ProblemException nameTaken(String name) {
        return new ProblemException(ProblemType.ALREADY_EXISTS, "Registered Model (name=" + name + ") already exists.");
    }
}
