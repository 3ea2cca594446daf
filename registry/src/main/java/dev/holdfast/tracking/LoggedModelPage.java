package dev.holdfast.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Logged models that were found.
 *
 * @param nextPageToken asks for the models after these; absent at the end
 */
public record LoggedModelPage(
        List<LoggedModel> models, @Nullable String nextPageToken) {
    public LoggedModelPage {
        models = List.copyOf(models);
    }
}
