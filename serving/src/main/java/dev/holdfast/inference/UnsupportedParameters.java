package dev.holdfast.inference;

import java.util.Set;

/** Parameters of the Open Inference Protocol that mean something other than what would be answered if they were ignored. */
final class UnsupportedParameters {
    private static final Set<String> NAMES =
            Set.of("shared_memory_region", "classification", "sequence_id", "sequence_start", "sequence_end");
    private static final Set<String> NOT_ASKED = Set.of("0", "false", "null", "");

    private UnsupportedParameters() {}

    static boolean isAsked(String name, String value) {
        return NAMES.contains(name) && !NOT_ASKED.contains(value);
    }

    static boolean isKnown(String name) {
        return NAMES.contains(name);
    }

    static String refusal(String name) {
        return "The parameter " + name + " is not supported; the server's metadata lists the extensions that are.";
    }
}
