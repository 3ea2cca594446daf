package dev.holdfast.training;

import dev.holdfast.kernel.ProblemException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads a spec's parameters, each with its default and range, and remembers what was used. */
final class Params {
    private final Map<String, Object> given;
    private final TreeMap<String, String> effective = new TreeMap<>();

    Params(Map<String, Object> given) {
        this.given = given;
    }

    /** A whole number from {@code least} to {@code most}. */
    int integer(String name, int otherwise, int least, int most) {
        double value = parse(name, otherwise);
        if (!(value >= least && value <= most) || value != Math.rint(value)) {
            throw invalid(name, "must be a whole number from " + least + " to " + most);
        }
        effective.put(name, Integer.toString((int) value));
        return (int) value;
    }

    /** A number from {@code least} to {@code most}. */
    double number(String name, double otherwise, double least, double most) {
        double value = parse(name, otherwise);
        if (!(value >= least && value <= most)) {
            throw invalid(name, "must be a number from " + least + " to " + most);
        }
        effective.put(name, Double.toString(value));
        return value;
    }

    /** Refuses what nobody has asked for, so that a misspelt parameter does not go unnoticed. */
    void requireAllKnown(Algorithm algorithm) {
        for (String name : new TreeSet<>(given.keySet())) {
            if (!effective.containsKey(name)) {
                throw invalid(
                        name,
                        "is not a parameter of " + Wire.name(algorithm) + "; it has "
                                + String.join(", ", effective.keySet()));
            }
        }
    }

    /** Every parameter as it is used, in the order of names. */
    Map<String, String> effective() {
        return Collections.unmodifiableMap(effective);
    }

    private double parse(String name, double otherwise) {
        Object value = given.get(name);
        return switch (value) {
            case null -> otherwise;
            case Number number -> number.doubleValue();
            case String text -> {
                try {
                    yield Double.parseDouble(text.strip());
                } catch (NumberFormatException e) {
                    throw invalid(name, "must be a number");
                }
            }
            default -> throw invalid(name, "must be a number");
        };
    }

    private ProblemException invalid(String name, String message) {
        return ProblemException.invalid("params." + name, String.valueOf(given.get(name)), message);
    }
}
