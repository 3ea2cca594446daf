package dev.holdfast.tracking;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs that were found. Their contents are read when they are written out, and most often are at hand. */
public final class RunPage {
    private final List<RunRevision> runs;
    private final @Nullable String nextPageToken;
    private final RenderedRuns rendered;

    RunPage(List<RunRevision> runs, @Nullable String nextPageToken, RenderedRuns rendered) {
        this.runs = runs;
        this.nextPageToken = nextPageToken;
        this.rendered = rendered;
    }

    public boolean isEmpty() {
        return runs.isEmpty();
    }

    /** Asks for the runs after these; absent at the end. */
    public @Nullable String nextPageToken() {
        return nextPageToken;
    }

    /** Writes the runs as MLflow's clients read them, a JSON array in UTF-8. */
    public void writeArray(OutputStream out) throws IOException {
        rendered.writeArray(runs, out);
    }
}
