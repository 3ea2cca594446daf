package dev.holdfast.model.mlflow;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.mlflow.MlflowException;
import dev.holdfast.mlflow.MlflowRequest;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the registry's messages have in common. */
final class Wire {
    private static final BigInteger MOST = BigInteger.valueOf(Integer.MAX_VALUE);

    private Wire() {}

    /** The protocol leaves out lists that are empty. */
    static <T> @Nullable List<T> unlessEmpty(List<T> list) {
        return list.isEmpty() ? null : list;
    }

    /** The number of a version, which comes as a text. */
    static int version(MlflowRequest request, String model) {
        return version(model, request.required("version"));
    }

    static int version(String model, String text) {
        BigInteger number;
        try {
            number = new BigInteger(text.strip());
        } catch (NumberFormatException e) {
            throw MlflowException.invalid("Parameter 'version' must be an integer, got '" + text + "'.");
        }
        if (number.signum() <= 0 || number.compareTo(MOST) > 0) {
            throw new ProblemException(
                    ProblemType.NOT_FOUND, "Model Version (name=" + model + ", version=" + number + ") not found");
        }
        return number.intValue();
    }

    /** How many results are wanted. */
    static int maxResults(MlflowRequest request, int fallback, int limit) {
        long wanted = request.number("max_results", fallback);
        if (wanted > limit) {
            throw request.invalid("max_results", "It must be at most " + limit + ".");
        }
        if (wanted < 1) {
            throw MlflowException.invalid(
                    "Invalid value for max_results. It must be a positive integer, but got " + wanted);
        }
        return (int) wanted;
    }
}
