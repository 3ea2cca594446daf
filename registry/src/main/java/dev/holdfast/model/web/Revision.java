package dev.holdfast.model.web;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.model.RegisteredModel;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/** A registered model's revision as an ETag. */
final class Revision {
    private static final Pattern ETAG = Pattern.compile("\"(\\d{1,18})\"");

    private Revision() {}

    static ResponseEntity<RegisteredModel> with(RegisteredModel model) {
        return ResponseEntity.ok().eTag(eTag(model)).body(model);
    }

    static String eTag(RegisteredModel model) {
        return "\"" + model.revision() + "\"";
    }

    /** The revision that an If-Match header demands; absent where it demands none. */
    static @Nullable Long expected(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.equals("*")) {
            return null;
        }
        Matcher etag = ETAG.matcher(ifMatch);
        if (!etag.matches()) {
            throw new ProblemException(
                    ProblemType.PRECONDITION_FAILED,
                    "If-Match " + ifMatch + " is no ETag of this model; send the one that you read, with its quotes.");
        }
        return Long.valueOf(etag.group(1));
    }
}
