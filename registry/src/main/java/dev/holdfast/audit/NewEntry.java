package dev.holdfast.audit;

import dev.holdfast.kernel.Actor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An entry that has no place in the chain yet. */
record NewEntry(
        Actor actor,
        String action,
        String subject,
        @Nullable String reason,
        Map<String, ?> details) {}
