package dev.holdfast.release;

import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.model.ModelVersion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What a traffic policy must keep to. */
final class TrafficRules {
    static final String SHADOW = "shadow";
    private static final int MOST_ARMS = 10;
    private static final int LONGEST_NAME = 60;

    private TrafficRules() {}

    /** Names, weights and shares, before any release is looked for. */
    static void check(TrafficRequest request) {
        List<FieldError> errors = new ArrayList<>();
        if (request.arms().isEmpty() && request.shadow() == null) {
            errors.add(new FieldError(
                    "arms", null, "are missing, and a shadow too; DELETE the policy to leave all to the champion."));
        }
        if (request.arms().size() > MOST_ARMS) {
            errors.add(new FieldError("arms", request.arms().size() + " arms", "must be " + MOST_ARMS + " at most."));
        }
        Set<String> names = new HashSet<>();
        double sum = 0;
        for (int i = 0; i < request.arms().size(); i++) {
            TrafficRequest.Arm arm = request.arms().get(i);
            String field = "arms[" + i + "].";
            if (!arm.name().matches("[a-z0-9][a-z0-9_-]*") || arm.name().length() > LONGEST_NAME) {
                errors.add(new FieldError(
                        field + "name",
                        arm.name(),
                        "must be 1 to " + LONGEST_NAME + " lower-case letters, digits, '-' or '_'."));
            } else if (arm.name().equals(TrafficPolicy.CHAMPION) || arm.name().equals(SHADOW)) {
                errors.add(new FieldError(field + "name", arm.name(), "is the server's own; take another name."));
            } else if (!names.add(arm.name())) {
                errors.add(new FieldError(field + "name", arm.name(), "is the name of another arm too."));
            }
            if (!(arm.weight() > 0 && arm.weight() <= 1)) {
                errors.add(new FieldError(field + "weight", arm.weight(), "must be above 0 and 1 at most."));
            } else {
                sum += arm.weight();
            }
            checkTarget(field, arm.target(), errors);
        }
        if (sum > 1 + TrafficPolicy.ROUNDING) {
            errors.add(new FieldError("arms", sum, "have weights that add up to more than 1."));
        }
        TrafficRequest.Shadow shadow = request.shadow();
        if (shadow != null) {
            checkTarget("shadow.", shadow.target(), errors);
            if (!(shadow.sample() > 0 && shadow.sample() <= 1)) {
                errors.add(new FieldError("shadow.sample", shadow.sample(), "must be above 0 and 1 at most."));
            }
        }
        throwIfAny(errors);
    }

    private static void checkTarget(String field, TrafficRequest.Target target, List<FieldError> errors) {
        if ((target.release() == null) == (target.version() == null)) {
            errors.add(new FieldError(
                    field + "release", target.release(), "or version must be given, and not both of them."));
        }
    }

    /** Which releases may answer together; the errors name what the caller sent. */
    static void check(TrafficPolicy policy, TrafficRequest request, Release champion) {
        List<FieldError> errors = new ArrayList<>();
        Set<Integer> releases = new HashSet<>();
        double sum = policy.arms().stream().mapToDouble(TrafficArm::weight).sum();
        for (int i = 0; i < policy.arms().size(); i++) {
            int release = policy.arms().get(i).release();
            TrafficRequest.Target sent = request.arms().get(i).target();
            if (!releases.add(release)) {
                errors.add(wrong("arms[" + i + "].", sent, "answers for another arm too; give that one more weight."));
            }
            if (release == champion.number() && sum < 1 - TrafficPolicy.ROUNDING) {
                errors.add(
                        wrong(
                                "arms[" + i + "].",
                                sent,
                                "is the champion, which gets what the arms leave; leave it out, or let the weights add up to 1."));
            }
        }
        ShadowPolicy shadow = policy.shadow();
        if (shadow != null && (shadow.release() == champion.number() || releases.contains(shadow.release()))) {
            TrafficRequest.Target sent =
                    Objects.requireNonNull(request.shadow()).target();
            errors.add(wrong("shadow.", sent, "answers already; a shadow is another."));
        }
        throwIfAny(errors);
    }

    private static FieldError wrong(String field, TrafficRequest.Target sent, String message) {
        return sent.version() == null
                ? new FieldError(field + "release", sent.release(), message)
                : new FieldError(field + "version", sent.version(), message);
    }

    /** Callers do not know who answers them: all take the same. */
    static void checkInputs(String field, ModelVersion champion, ModelVersion other) {
        boolean same = champion.signature().inputs().equals(other.signature().inputs())
                && (champion.signature().inputs().size() != 1
                        || Objects.equals(
                                champion.facts().get("features"), other.facts().get("features")));
        if (!same) {
            throw ProblemException.invalid(
                    field,
                    other.version(),
                    "takes other inputs (" + names(other) + ") than version " + champion.version() + ", which serves ("
                            + names(champion) + "); callers don't know who answers, so all must take the same.");
        }
    }

    private static String names(ModelVersion version) {
        Object features = version.facts().get("features");
        return version.signature().inputs().size() == 1 && features != null
                ? features.toString()
                : version.signature().inputs().stream()
                        .map(input -> input.name() + " " + input.datatype().wireName() + input.shape())
                        .collect(Collectors.joining(", "));
    }

    private static void throwIfAny(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
    }
}
