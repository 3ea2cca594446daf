package dev.holdfast.monitoring;

import dev.holdfast.dataset.DatasetProfile;
import dev.holdfast.dataset.ReferenceBins;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** What is known about live models: drift, windows, labels, performance. */
@Service
public class Monitoring {
    /**
     * Stores what a model version's live traffic is to be compared with. A version keeps the first reference that was stored for it.
     *
     * @param features the profile of the data it was trained on; columns that are no inputs of the model are ignored
     * @param predictions what the model predicts on held-out data: categories of the predicted label, or numbers (the value of a
     *     regression, the probability of the last class of a classification)
     */
    public void storeReference(
            String model, int version, DatasetProfile features, @Nullable ReferenceBins predictions) {
        throw new UnsupportedOperationException();
    }

    /** Records the truth about predicted rows; all or, where any of them is invalid, none. */
    public LabelReceipt labels(String deployment, List<Label> labels, Actor actor) {
        throw new UnsupportedOperationException();
    }

    /** The newest window of the deployment, or the one named, against the reference. */
    public DriftReport drift(String deployment, @Nullable UUID window) {
        throw new UnsupportedOperationException();
    }

    /** Closed windows with each column's score, newest first. */
    public Page<WindowSummary> windows(String deployment, PageRequest page) {
        throw new UnsupportedOperationException();
    }

    /** How right the deployment's releases have been. */
    public Performance performance(String deployment) {
        throw new UnsupportedOperationException();
    }

    /** Events of a deployment, newest first. */
    public Page<DriftDetected> driftEvents(String deployment, PageRequest page) {
        throw new UnsupportedOperationException();
    }

    /** Rows of the deployment, over all releases, whose label is known and that {@link #exportLabelledTraffic} could write. */
    public long labelledRows(String deployment) {
        throw new UnsupportedOperationException();
    }

    /**
     * Writes the last labelled rows in the order in which they were predicted to {@code target}, as Parquet. The same rows give the same bytes.
     *
     * @param target a file that does not exist yet
     * @return empty where no row has a label
     */
    public Optional<LabelledTraffic> exportLabelledTraffic(String deployment, int lastRows, Path target) {
        throw new UnsupportedOperationException();
    }

    /** Returns when every prediction that this server has accepted so far is counted, logged and, where its window is full, judged. */
    public void settle() {
        throw new UnsupportedOperationException();
    }
}
