package dev.holdfast.tracking;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Experiments that were found, as MLflow's clients read them. */
public final class ExperimentPage {
    private final byte[] experiments;
    private final @Nullable String nextPageToken;

    /** {@code experiments} are JSON objects with commas between. */
    ExperimentPage(byte[] experiments, @Nullable String nextPageToken) {
        this.experiments = experiments;
        this.nextPageToken = nextPageToken;
    }

    /** Asks for the experiments after these; absent at the end. */
    public @Nullable String nextPageToken() {
        return nextPageToken;
    }

    /** Writes the experiments as a JSON array in UTF-8. */
    public void writeArray(OutputStream out) throws IOException {
        out.write('[');
        out.write(experiments);
        out.write(']');
    }
}
