package dev.holdfast.search;

import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.util.List;

/** Refuses a filter or an order with the place in it that is wrong. */
record Refusals(String field, String input) {
    private static final int SHOWN = 200;

    /** {@code index} counts from 0; people count characters from 1. */
    ProblemException at(int index, String message) {
        int character = input.codePointCount(0, Math.min(index, input.length())) + 1;
        return whole(message + " (at character " + character + ")");
    }

    ProblemException whole(String message) {
        return new ProblemException(
                ProblemType.MALFORMED_REQUEST, message, List.of(new FieldError(field, shorten(input), message)));
    }

    static String shorten(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
